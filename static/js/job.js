// Shows how far a file is without loading the whole page anew, so that a screen reader hears what has changed and no more.
// Without scripts the page refreshes itself.
const region = document.querySelector("[data-job-status]");

async function look() {
  const answer = await fetch(location.href, { credentials: "same-origin" });
  const page = new DOMParser().parseFromString(await answer.text(), "text/html");
  const now = page.querySelector("[data-job-status]");
  if (!now) {
    location.reload(); // signed out meanwhile, or the file is gone
    return;
  }
  if (now.innerHTML !== region.innerHTML) {
    region.replaceChildren(...now.childNodes);
    document.title = page.title;
  }
  if (now.dataset.jobRefresh) wait();
}

function wait() {
  setTimeout(() => look().catch(wait), Number(region.dataset.jobRefresh) * 1000);
}

wait();
