// Last of the page's script: what is in this page begins to work.

for (const form of document.querySelectorAll("form.fb-guess")) ask(form);
for (const place of document.querySelectorAll(".fb-flipbook")) animate(place);
// A table or a listing that is wider than the page scrolls by itself, so it must be reached by keyboard, too.
// What waits for a guess has no width yet.
for (const one of document.querySelectorAll("pre, .table-wrapper"))
  if (one.scrollWidth > one.clientWidth || one.closest("[hidden]")) one.tabIndex = 0;
