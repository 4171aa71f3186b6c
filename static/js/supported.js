// The first thing in the body, before anything is drawn, so that what needs a script is not seen to move.
document.body.className +=
  " js-enabled" + ("noModule" in HTMLScriptElement.prototype ? " govuk-frontend-supported" : "");
