/**
 * The Holdfast menu, where the script is bound to a workbook or installed as an editor add-on.
 */

/** The workbook is opened. */
function onOpen() {
  SpreadsheetApp.getUi()
    .createMenu('Holdfast')
    .addItem('Look again now', 'lookAgainNow')
    .addSeparator()
    .addItem('Set the triggers (administrator)', 'setTriggers')
    .addItem('Take the triggers away (administrator)', 'removeTriggers')
    .addToUi();
}

/** It was installed while a workbook was open. */
function onInstall() {
  onOpen();
}

/** Say "look again", and say that it was said. */
function lookAgainNow() {
  lookAgain_();
  SpreadsheetApp.getActive().toast('Holdfast looks again; a minute, and everything is up to date.');
}
