// Closes an opened heading of the menu on a wide screen: with Escape, or by a press elsewhere.
const narrow = matchMedia('(max-width: 40rem)')

function close (event) {
  const open = document.querySelector('.app-menu__group[open]')
  if (!open || narrow.matches) return
  if (event.key === 'Escape') {
    open.open = false
    open.querySelector('summary').focus()
  } else if (event.type === 'click' && !open.contains(event.target)) open.open = false
}

document.addEventListener('keydown', close)
document.addEventListener('click', close)
