/**
 * Triggers: they say "look again", and nothing else. What has changed, the service sees itself, so
 * a trigger that fires twice, late or not at all does no harm.
 */

/** The functions that triggers of ours run. */
const OURS = ['onWorkbookChange', 'onReferral', 'onTheHour'];

/** Somebody changed the workbook. */
function onWorkbookChange() {
  lookAgain_();
}

/** Somebody filled in a referral form. */
function onReferral() {
  lookAgain_();
}

/** Once an hour, whatever happened. */
function onTheHour() {
  lookAgain_();
}

/** Say "look again" to the service. */
function lookAgain_() {
  post_('/hooks/look', {});
}

/**
 * Set the triggers anew for the open workbook, the hour, and the forms that the script property
 * HOLDFAST_FORMS names (ids with commas between them). Safe to repeat.
 */
function setTriggers() {
  removeTriggers();
  const workbook = SpreadsheetApp.getActive();
  ScriptApp.newTrigger('onWorkbookChange').forSpreadsheet(workbook).onChange().create();
  ScriptApp.newTrigger('onTheHour').timeBased().everyHours(1).create();
  const forms = PropertiesService.getScriptProperties().getProperty('HOLDFAST_FORMS') || '';
  for (const id of forms.split(',').map((each) => each.trim()).filter(Boolean)) {
    ScriptApp.newTrigger('onReferral').forForm(id).onFormSubmit().create();
  }
}

/** Take away the triggers of ours, and no other. */
function removeTriggers() {
  for (const trigger of ScriptApp.getProjectTriggers()) {
    if (OURS.includes(trigger.getHandlerFunction())) {
      ScriptApp.deleteTrigger(trigger);
    }
  }
}
