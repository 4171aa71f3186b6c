// Initialises govuk-frontend's components (error summary, character count, the navigation's menu button and so on).
// Every page works without them: the components only run if they find the classes below.
import { initAll } from "./govuk-frontend.min.js";

document.body.classList.add("js-enabled", "govuk-frontend-supported");
initAll();
