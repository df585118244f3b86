// Hides the whole screen at once with F9 or the button, in this tab, until it is shown again.
const root = document.documentElement
const cover = document.getElementById('cover')
let before = null

function hide () {
  before = document.activeElement
  root.classList.add('app-is-hidden')
  sessionStorage.setItem('hidden', 'yes')
  cover.querySelector('button').focus()
}

function show () {
  root.classList.remove('app-is-hidden')
  sessionStorage.removeItem('hidden')
  if (before && before.isConnected) before.focus()
}

function toggle () {
  if (root.classList.contains('app-is-hidden')) show()
  else hide()
}

if (cover) {
  document.addEventListener('keydown', (event) => {
    if (event.key !== 'F9' || event.repeat || event.ctrlKey || event.altKey || event.metaKey) return
    event.preventDefault()
    toggle()
  })
  document.querySelectorAll('[data-hide]').forEach((link) => {
    link.setAttribute('role', 'button')
    link.addEventListener('click', (event) => {
      event.preventDefault()
      hide()
    })
  })
  cover.querySelector('[data-show]').addEventListener('click', show)
}
