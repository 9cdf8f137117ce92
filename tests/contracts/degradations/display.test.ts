import { degradationContract } from "../degradation-contract.ts";

degradationContract("display");
