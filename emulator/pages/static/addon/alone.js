// The panel on a page of its own.
import { openPanel } from "./panel.js";

openPanel({ panel: document.getElementById("panel") });
