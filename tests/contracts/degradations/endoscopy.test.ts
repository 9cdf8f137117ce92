import { degradationContract } from "../degradation-contract.ts";

degradationContract("endoscopy");
