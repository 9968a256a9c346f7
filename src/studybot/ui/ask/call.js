// What this room's scripts call the server by: each action with what it takes and gives (actions.d.ts).
import { call as plainCall } from "../frame/core.js";

/** @type {import("../frame/core.js").Call<import("./actions").Actions>} */
export const call = plainCall;
