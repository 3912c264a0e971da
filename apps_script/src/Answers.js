/**
 * The form in which an answer of the service goes back to Google.
 *
 * Google documents that a homepage may be plain card JSON, and shows in its samples that a pressed
 * button wants the same one level deeper. Where an account should take another form, the script
 * property HOLDFAST_ANSWERS chooses it, and nothing else has to change:
 *
 *   render    homepage {action}, buttons {renderActions: {action}}   (also when it is not set)
 *   action    {action} for both
 *   cards     everything built with Google's own CardService (Cards.js)
 *
 * The menu at the top of the add-on (universal actions) has a form of its own, which only
 * CardService makes; so it always goes that way.
 */

/**
 * What the service answers: where to put which card, and a word to say beside it.
 * @typedef {{navigations: Array<{pushCard?: CardJson, updateCard?: CardJson}>,
 *            notification?: {text: string}}} ServiceAction
 * @typedef {{action: ServiceAction}} ServiceAnswer
 */

/**
 * The form that is in use.
 * @return {string}
 */
function answers_() {
  const chosen = PropertiesService.getScriptProperties().getProperty('HOLDFAST_ANSWERS');
  return chosen === 'action' || chosen === 'cards' ? chosen : 'render';
}

/**
 * For a homepage, and for a file whose access was just given.
 * @param {ServiceAnswer} answer
 */
function asHomepage_(answer) {
  return answers_() === 'cards' ? [builtCard_(answer)] : answer;
}

/**
 * For something that was pressed on a card.
 * @param {ServiceAnswer} answer
 */
function asCallback_(answer) {
  switch (answers_()) {
    case 'cards':
      return builtAnswer_(answer);
    case 'action':
      return answer;
    default:
      return {renderActions: answer};
  }
}

/**
 * For the menu at the top of the add-on.
 * @param {ServiceAnswer} answer
 */
function asUniversalAction_(answer) {
  return CardService.newUniversalActionResponseBuilder().displayAddOnCards([builtCard_(answer)]).build();
}
