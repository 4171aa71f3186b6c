// Runs first in the body, before rendering, so that elements that need a script do not shift visibly.
document.body.className +=
  " js-enabled" + ("noModule" in HTMLScriptElement.prototype ? " govuk-frontend-supported" : "");
