// The desk's own script. Every page also works without it; what it adds is speed of hand.
import { startBatch } from "./js/batch.js";
import { startDrop } from "./js/drop.js";
import { startKeys } from "./js/keys.js";
import { focusErrors, startFold, startForms, startLargeType } from "./js/page.js";
import { startSwap } from "./js/swap.js";
import { startVerify } from "./js/verify.js";

startForms();
startFold();
startLargeType();
startBatch();
startKeys();
startSwap();
startDrop();
startVerify();
focusErrors(document);
