// Makes a list that drops down a box that finds what is in it by any word, as it is typed: `hous` finds
// the housing officer. `<select data-type-ahead>` stays in its form, unseen, and holds what was chosen;
// without this script it is used as it is. The box itself is accessible-autocomplete of GOV.UK.

export function typeAhead (place) {
  place.querySelectorAll('select[data-type-ahead]').forEach(enhance)
}

function enhance (list) {
  const options = [...list.options].filter((option) => option.value)
  const id = list.id
  const wrong = list.getAttribute('aria-describedby')
  window.accessibleAutocomplete.enhanceSelectElement({
    selectElement: list,
    defaultValue: list.value ? list.selectedOptions[0].text : '',
    displayMenu: 'overlay',
    inputClasses: list.className.replaceAll('govuk-select', 'govuk-input'),
    templates: { inputValue: (words) => words || '', suggestion: escaped },
    tNoResults: () => 'Nothing found',
    source: (typed, show) => show(found(options, typed)),
    onConfirm: (words) => { if (words) choose(list, options, words) }
  })
  list.hidden = true
  const box = document.getElementById(id)
  if (wrong) box.setAttribute('aria-describedby', `${wrong} ${box.getAttribute('aria-describedby') || ''}`.trim())
  box.addEventListener('input', () => { list.value = valueOf(options, box.value) })
  list.parentElement.addEventListener('keydown', (event) => press(event, box), true)
}

// Every word that was typed begins a word of what is found; what begins with all of it comes first.
function found (options, typed) {
  const words = split(typed)
  const texts = options.map((option) => option.text)
    .filter((text) => words.every((word) => split(text).some((part) => part.startsWith(word))))
  const begins = (text) => text.toLowerCase().startsWith(typed.trim().toLowerCase())
  return [...texts.filter(begins), ...texts.filter((text) => !begins(text))]
}

function split (text) {
  return text.toLowerCase().split(/[\s,()]+/).filter(Boolean)
}

function choose (list, options, words) {
  const value = valueOf(options, words)
  if (!value || value === list.value) return
  list.value = value
  for (const name of ['input', 'change']) list.dispatchEvent(new Event(name, { bubbles: true }))
}

function valueOf (options, words) {
  return options.find((option) => option.text === words)?.value || ''
}

// In an empty box the arrow opens the whole list, as it does in a list that drops down. Escape closes
// it and takes nobody; once it is closed, Escape leaves the box as it leaves any other.
function press (event, box) {
  if (event.key === 'ArrowDown' && !box.value) write(box, ' ')
  if (event.key !== 'Escape' || box.getAttribute('aria-expanded') !== 'true') return
  event.stopPropagation()
  box.focus()
  write(box, '')
}

function write (box, words) {
  box.value = words
  box.dispatchEvent(new Event('input', { bubbles: true }))
}

function escaped (words) {
  const place = document.createElement('span')
  place.textContent = words || ''
  return place.innerHTML
}
