// The doorkeeper's beat: an officer's open page admits whoever has signed, every two seconds.
// `<p data-door="/door" role="status"></p>`; the answer is {"said": "words to show, or nothing"}.
import { post, toSignIn } from './post.js'

const PACE = 2000
const SLOWEST = 30000

document.querySelectorAll('[data-door]').forEach((place) => {
  let pause = PACE

  async function beat () {
    try {
      const answer = await post(place.dataset.door, { poll: true })
      if (answer.status === 401 || answer.type === 'opaqueredirect') return toSignIn()
      if (answer.status === 403 || answer.status === 404) return
      if (!answer.ok) throw new Error()
      if (answer.status === 200) say((await answer.json()).said)
      pause = PACE
    } catch {
      pause = Math.min(pause * 2, SLOWEST)
    }
    setTimeout(beat, pause)
  }

  function say (words) {
    if (words && words !== place.textContent) place.textContent = words
  }

  setTimeout(beat, pause)
})
