/**
 * The relay between Google's add-on and Holdfast's service.
 *
 * It asks the service for a card and hands back what it gets. It holds no rules, keeps nothing
 * and decides nothing: who may see what is the service's to say, from the identity token.
 */

/**
 * What Google calls the add-on's functions with; only the part that is passed on.
 * @typedef {{commonEventObject?: {parameters?: Object<string, string>}}} AddOnEvent
 */

/**
 * Where the person is: the open file, its tab, and the id that the active row carries.
 * @typedef {{workbook_id: string, tab: string, row_id: string}} Selection
 */

/** Columns that hold a row's id, the most particular first. */
const ID_COLUMNS = ['Row ID', 'Referral ID', 'Case code'];

/**
 * The add-on is opened, or has been given access to the file.
 * @param {AddOnEvent} event
 */
function onHomepage(event) {
  return asHomepage_(ask_('home', event));
}

/** @param {AddOnEvent} event */
function onSelectedCase(event) {
  return asUniversalAction_(ask_('case', event));
}

/** @param {AddOnEvent} event */
function onFind(event) {
  return asUniversalAction_(ask_('find', event));
}

/** @param {AddOnEvent} event */
function onAttention(event) {
  return asUniversalAction_(ask_('attention', event));
}

/**
 * Something on a card was pressed; its parameter `action` says what is asked.
 * @param {AddOnEvent} event
 */
function relay(event) {
  const common = event.commonEventObject;
  const parameters = (common && common.parameters) || {};
  return asCallback_(ask_(parameters['action'] || 'home', event));
}

/**
 * Ask the service for an action; the card that it answers.
 * @param {string} action
 * @param {AddOnEvent} event
 * @return {ServiceAnswer}
 */
function ask_(action, event) {
  const sent = {
    // The rest of Google's event holds tokens of its own, which are nobody else's business.
    commonEventObject: event.commonEventObject || {},
    holdfast: selection_(),
  };
  const answer = post_('/addon/' + encodeURIComponent(action), sent);
  if (answer && answer.action) {
    return answer;
  }
  return plainCard_('Holdfast does not answer at present. Nothing was lost; please try again in a minute.');
}

/**
 * Post JSON to the service with the person's identity token; null when no JSON comes back.
 * @param {string} path
 * @param {Object} body
 * @return {?ServiceAnswer}
 */
function post_(path, body) {
  const url = PropertiesService.getScriptProperties().getProperty('HOLDFAST_URL');
  if (!url) {
    return plainCard_('The script property HOLDFAST_URL is not set yet. An administrator sets it to the address of the service.');
  }
  try {
    const bearer = 'Bearer ' + ScriptApp.getIdentityToken();
    const response = UrlFetchApp.fetch(url.replace(/\/+$/, '') + path, {
      method: 'post',
      contentType: 'application/json',
      // Cloud Run takes the signature off the token that it has checked itself; it checks the second
      // one where there is one, and the first then reaches the service whole.
      headers: {
        Authorization: bearer,
        'X-Serverless-Authorization': bearer,
        'X-Holdfast-Answers': answers_(),
      },
      payload: JSON.stringify(body),
      muteHttpExceptions: true,
      followRedirects: false,
    });
    return JSON.parse(response.getContentText());
  } catch (error) {
    return null;
  }
}

/**
 * What is selected in the open spreadsheet; empty where none is open or it may not be seen.
 * @return {Selection}
 */
function selection_() {
  try {
    const sheet = SpreadsheetApp.getActiveSheet();
    const range = sheet.getActiveRange();
    return {
      workbook_id: sheet.getParent().getId(),
      tab: sheet.getName(),
      row_id: range ? rowId_(sheet, range.getRow()) : '',
    };
  } catch (error) {
    return {workbook_id: '', tab: '', row_id: ''};
  }
}

/**
 * The id that a row carries, in a hidden column or an open one.
 * @param {GoogleAppsScript.Spreadsheet.Sheet} sheet
 * @param {number} row
 * @return {string}
 */
function rowId_(sheet, row) {
  const width = sheet.getLastColumn();
  if (row < 2 || row > sheet.getLastRow() || width < 1) {
    return '';
  }
  const headings = sheet.getRange(1, 1, 1, width).getDisplayValues()[0];
  const cells = sheet.getRange(row, 1, 1, width).getDisplayValues()[0];
  for (const heading of ID_COLUMNS) {
    const id = cells[headings.indexOf(heading)];
    if (id) {
      return id;
    }
  }
  return '';
}

/**
 * A card of one sentence, for when the service cannot be asked.
 * @param {string} sentence
 * @return {ServiceAnswer}
 */
function plainCard_(sentence) {
  const card = {
    header: {title: 'Holdfast'},
    sections: [{widgets: [{textParagraph: {text: sentence}}]}],
    name: 'problem',
  };
  return {action: {navigations: [{pushCard: card}]}};
}
