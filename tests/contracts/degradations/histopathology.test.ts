import { degradationContract } from "../degradation-contract.ts";

degradationContract("histopathology");
