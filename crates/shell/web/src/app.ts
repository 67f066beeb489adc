// Runs on every page: htmx and the small islands. Every page works without it.
import "htmx.org";
import { watchAutosave } from "./islands/autosave";
import { watchBulk } from "./islands/bulk";
import { watchCounts } from "./islands/count";
import { watchDrop } from "./islands/drop";
import { announceFailures } from "./islands/failures";
import { focusSummary } from "./islands/focus";
import { watchGantt } from "./islands/gantt";
import { watchGuard } from "./islands/guard";
import { answerInPlace } from "./islands/in-place";
import { closeMenus } from "./islands/menus";
import { watchPrint } from "./islands/print";
import { rememberChoices } from "./islands/remember";
import { watchSearch } from "./islands/search";

// What only works with script is marked data-scripted and appears with this class.
document.documentElement.classList.add("scripted");

rememberChoices();
answerInPlace();
closeMenus();
watchAutosave();
watchBulk();
watchCounts();
watchDrop();
watchGantt();
watchGuard();
watchPrint();
watchSearch();
announceFailures();
focusSummary(document);
