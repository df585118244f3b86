// Starts the GOV.UK components that the page holds.
import { initAll } from '../vendor/govuk-frontend.min.js'

initAll()
