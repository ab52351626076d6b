import { begin } from "./js/field/app.js";

begin();
