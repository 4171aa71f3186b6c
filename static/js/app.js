// Starts govuk-frontend's components (error summary, character count, the navigation's menu button and so on).
// Every page works without: the classes below are what those components look for before they change anything.
import { initAll } from "./govuk-frontend.min.js";

document.body.classList.add("js-enabled", "govuk-frontend-supported");
initAll();
