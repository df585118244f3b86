// Runs before the page is drawn: says that scripts work, and keeps a hidden screen hidden.
document.body.className += ' js-enabled'
if ('noModule' in HTMLScriptElement.prototype) {
  document.body.className += ' govuk-frontend-supported'
}
if (sessionStorage.getItem('hidden')) {
  document.documentElement.classList.add('app-is-hidden')
}
// A page out of the browser's back-forward store may be of a session that has ended.
window.addEventListener('pageshow', (event) => {
  if (event.persisted) location.reload()
})
