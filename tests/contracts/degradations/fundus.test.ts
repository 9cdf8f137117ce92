import { degradationContract } from "../degradation-contract.ts";

degradationContract("fundus");
