import { degradationContract } from "../degradation-contract.ts";

degradationContract("ct");
