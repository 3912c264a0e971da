/**
 * Triggers: they say "look again", and nothing else. What has changed, the service sees itself, so
 * a trigger that fires twice, late or not at all does no harm.
 */

/**
 * What Google calls a trigger's function with; only the file's id is passed on.
 * @typedef {{source?: {getId: () => string}}} TriggerEvent
 */

/** The functions that triggers of ours run. */
const OURS = ['onWorkbookChange', 'onReferral', 'onTheHour'];

/**
 * Somebody changed the workbook.
 * @param {TriggerEvent} event
 */
function onWorkbookChange(event) {
  lookAgain_(event);
}

/**
 * Somebody filled in a referral form.
 * @param {TriggerEvent} event
 */
function onReferral(event) {
  lookAgain_(event);
}

/** Once an hour, whatever happened. */
function onTheHour() {
  lookAgain_();
}

/**
 * Say "look again" to the service; of what Google tells, only which file it was, for that says
 * which school.
 * @param {TriggerEvent=} event
 */
function lookAgain_(event) {
  const file = event && event.source;
  post_('/hooks/look', file ? {holdfast: {workbook_id: file.getId()}} : {});
}

/**
 * Set the triggers anew: for every workbook and form whose id stands in the script properties
 * HOLDFAST_WORKBOOKS and HOLDFAST_FORMS (commas between them), and for the hour. Run from this
 * project's editor, as the account that owns the files; safe to repeat.
 *
 * This project stands alone and is shared with nobody. A script bound to a workbook would run with
 * the rights of whoever set its triggers, while everybody who may edit the workbook could change it.
 */
function setTriggers() {
  removeTriggers();
  ScriptApp.newTrigger('onTheHour').timeBased().everyHours(1).create();
  ids_('HOLDFAST_WORKBOOKS').forEach((id) => set_(id, () => {
    ScriptApp.newTrigger('onWorkbookChange').forSpreadsheet(id).onChange().create();
  }));
  ids_('HOLDFAST_FORMS').forEach((id) => set_(id, () => {
    ScriptApp.newTrigger('onReferral').forForm(id).onFormSubmit().create();
  }));
}

/**
 * Set one trigger. Where Google refuses one, the others are still set, and the execution log says
 * which is missing: the hour, and Cloud Scheduler, see what it would have told.
 * @param {string} id
 * @param {() => void} create
 */
function set_(id, create) {
  try {
    create();
  } catch (error) {
    console.warn('No trigger for the file ' + id + ': ' + error);
  }
}

/**
 * The ids that a script property holds.
 * @param {string} property
 * @return {string[]}
 */
function ids_(property) {
  const text = PropertiesService.getScriptProperties().getProperty(property) || '';
  return text.split(',').map((each) => each.trim()).filter(Boolean);
}

/** Take away the triggers of ours, and no other. */
function removeTriggers() {
  for (const trigger of ScriptApp.getProjectTriggers()) {
    if (OURS.includes(trigger.getHandlerFunction())) {
      ScriptApp.deleteTrigger(trigger);
    }
  }
}
