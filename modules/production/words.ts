import { defineWords, say, type Locale } from '#platform/words/words.ts';
import type { StationAnswer } from './station-answer.ts';

/** Refusals of production, and what stations are told. */
export const productionWords = defineWords(
  {
    'refusal.work_already_released': 'The work of {number} is already released.',
    'refusal.work_already_released.remedy':
      'Nothing was released a second time. Open the order to see how far it is.',
    'refusal.work_empty': '{number} has nothing to make.',
    'refusal.work_empty.remedy': 'Add a product or a part list to the order.',
    'refusal.work_unknown': 'No work of this order is released.',
    'refusal.centre_unknown_in_routing':
      '{unit} is to be made at {centre}, and there is no such work centre.',
    'refusal.centre_unknown_in_routing.remedy': 'Correct the routing of the product, or add the work centre.',
    'refusal.batch_unknown': 'There is no such batch.',
    'refusal.batch_empty': 'Nothing of {material} waits in the chosen orders.',
    'refusal.batch_empty.remedy': 'Maybe another batch has the parts already. Reload the list.',
    'refusal.batch_done': 'Every part of batch B-{number} has its sheet.',
    'refusal.batch_done.remedy': 'There is nothing left to plan in it.',
    'refusal.batch_not_cuttable':
      '{count, plural, one {One part of batch B-{number} cannot be cut.} other {# parts of batch B-{number} cannot be cut.}}',
    'refusal.batch_not_cuttable.remedy': 'The reason stands beside each part. Nothing was planned.',
    'refusal.part_not_cuttable': '{sentence}',
    'refusal.material_unknown_in_catalog': 'There is no board material {material}.',
    'refusal.material_unknown_in_catalog.remedy':
      'Add it to the materials, or correct the material of the parts.',
    'refusal.run_unknown': 'There is no such search.',
    'refusal.plan_unknown': 'There is no such plan.',
    'refusal.plan_faulty': 'Version {version} failed its check: {fault}.',
    'refusal.plan_faulty.remedy': 'It cannot be released. Plan again; if it fails again, please report it.',
    'refusal.plan_outdated': 'The batch has changed since version {version} was planned.',
    'refusal.plan_outdated.remedy':
      'Plan again, then release the new version. What is released and cut stays.',
    'refusal.plan_places_nothing': 'Version {version} places no part on a new sheet.',
    'refusal.plan_places_nothing.remedy': 'Receive boards of this material, then plan again.',
    'refusal.centre_missing': 'There is no work centre of the kind {kind}.',
    'refusal.centre_missing.remedy': 'Add one in the settings.',
    'refusal.pin_subject_unplanned': 'The schedule has no such operation any more.',
    'refusal.pin_subject_unplanned.remedy': 'Reload the schedule; maybe it is done.',
    'refusal.pin_value_unusable': 'The operation cannot be held there.',
    'refusal.pin_value_unusable.remedy':
      'Choose a machine of its work centre, a moment, or another operation.',
    'refusal.pin_unknown': 'There is no such pin.',
    'refusal.move_unknown': 'There is no such move any more.',
    'refusal.move_unknown.remedy': 'Maybe it was taken back, or moved again. Reload the schedule.',
    'refusal.move_unplanned': 'The schedule has no such operation any more.',
    'refusal.move_unplanned.remedy': 'Reload the schedule; maybe it is done.',
    'refusal.move_begun': 'This operation has been started or is done.',
    'refusal.move_begun.remedy': 'What has begun stays where it is. Move what comes after it.',
    'refusal.move_wrong_machine': 'This operation cannot be done at {machine}.',
    'refusal.move_wrong_machine.remedy': 'Choose a machine of its work centre.',
    'refusal.move_past': 'That moment has passed.',
    'refusal.move_past.remedy': 'Choose a later one.',
    'refusal.move_closed': 'The machine is closed or stands still then.',
    'refusal.move_closed.remedy': 'Choose a moment within its working hours.',
    'refusal.move_before_predecessor': 'The step before it has not ended by then.',
    'refusal.move_before_predecessor.remedy': 'Move the step before it first, or choose a later moment.',
    'refusal.move_too_early': 'Its order or its material is not there by then.',
    'refusal.move_too_early.remedy': 'Choose a later moment.',
    'refusal.move_taken': 'Something that may not move holds the machine then.',
    'refusal.move_taken.remedy': 'Let that operation go first, or choose another moment or machine.',
    'refusal.station_unknown': 'There is no station {centre}.',

    'production.station.sheet_cut': 'Sheet {sheet} done, {parts, plural, one {one part} other {# parts}}.',
    'production.station.sheet_cut_before': 'Sheet {sheet} was done already.',
    'production.station.sheet_was_damaged':
      'Sheet {sheet} was reported as damaged; its parts wait for a new plan.',
    'production.station.sheet_damaged':
      'Sheet {sheet} is out; {parts, plural, one {one part waits} other {# parts wait}} for a new plan.',
    'production.station.sheet_damaged_before': 'Sheet {sheet} was reported already.',
    'production.station.sheet_was_cut': 'Sheet {sheet} is cut already. Report single parts as bad.',
    'production.station.sheet_unknown': 'The plan has changed: this sheet is no longer in it.',
    'production.station.sheet_not_in_stock': 'No board {board} is set aside for sheet {sheet}.',
    'production.station.part_done': '{code} done. Next: {next}.',
    'production.station.part_ready': '{code} done. It goes to assembly.',
    'production.station.part_done_before': '{code} was done here already.',
    'production.station.part_unknown': 'No part has the code {code}.',
    'production.station.part_was_remade': '{code} was bad and is made again as {newCode}.',
    'production.station.part_not_for_here': '{code} has nothing to do here.',
    'production.station.part_not_cut_yet': '{code} is not cut yet.',
    'production.station.part_remade_before': '{code} is being made again as {newCode}.',
    'production.station.part_remade_from_offcut': '{code} is made again as {newCode}, from offcut {offcut}.',
    'production.station.part_remade_next_batch': '{code} is made again as {newCode}, with the next batch.',
    'production.station.unit_unknown': 'There is no such unit any more.',
    'production.station.unit_not_for_here': '{unit} has nothing to do here.',
    'production.station.unit_done_before': '{unit} was done here already.',
    'production.station.unit_parts_missing':
      '{unit}: {count, plural, one {one part is not ready} other {# parts are not ready}} ({codes}).',
    'production.station.unit_step_before': '{unit} was not at {before} yet.',
    'production.station.unit_assembled': '{unit} assembled.',
    'production.station.unit_step_done': '{unit} done here.',
    'production.station.unit_finished': '{unit} is finished.',
    'production.station.machine_unknown': 'There is no machine {machine}.',
    'production.station.machine_stopped': '{machine} stands still. The schedule goes around it.',
    'production.station.machine_stopped_before': '{machine} was stopped already.',
    'production.station.machine_started': '{machine} runs again.',
    'production.station.machine_runs_already': '{machine} runs already.',
    'production.station.help_called': 'Help is called to {centre}.',
  },
  {
    'refusal.work_already_released': 'Die Arbeit von {number} ist schon freigegeben.',
    'refusal.work_already_released.remedy':
      'Es wurde nichts ein zweites Mal freigegeben. Der Stand steht beim Auftrag.',
    'refusal.work_empty': 'In {number} gibt es nichts herzustellen.',
    'refusal.work_empty.remedy': 'Fügen Sie dem Auftrag ein Produkt oder eine Stückliste hinzu.',
    'refusal.work_unknown': 'Von diesem Auftrag ist keine Arbeit freigegeben.',
    'refusal.centre_unknown_in_routing':
      '{unit} soll an {centre} hergestellt werden, diesen Arbeitsplatz gibt es nicht.',
    'refusal.centre_unknown_in_routing.remedy':
      'Berichtigen Sie den Arbeitsplan des Produkts oder legen Sie den Arbeitsplatz an.',
    'refusal.batch_unknown': 'Diese Charge gibt es nicht.',
    'refusal.batch_empty': 'In den gewählten Aufträgen wartet nichts aus {material}.',
    'refusal.batch_empty.remedy':
      'Vielleicht sind die Teile schon in einer anderen Charge. Laden Sie die Liste neu.',
    'refusal.batch_done': 'Jedes Teil der Charge B-{number} hat seine Platte.',
    'refusal.batch_done.remedy': 'In ihr ist nichts mehr zu planen.',
    'refusal.batch_not_cuttable':
      '{count, plural, one {Ein Teil der Charge B-{number} lässt sich nicht zuschneiden.} other {# Teile der Charge B-{number} lassen sich nicht zuschneiden.}}',
    'refusal.batch_not_cuttable.remedy': 'Der Grund steht bei jedem Teil. Es wurde nichts geplant.',
    'refusal.part_not_cuttable': '{sentence}',
    'refusal.material_unknown_in_catalog': 'Es gibt kein Plattenmaterial {material}.',
    'refusal.material_unknown_in_catalog.remedy':
      'Legen Sie es bei den Materialien an oder berichtigen Sie das Material der Teile.',
    'refusal.run_unknown': 'Diese Berechnung gibt es nicht.',
    'refusal.plan_unknown': 'Diesen Schnittplan gibt es nicht.',
    'refusal.plan_faulty': 'Fassung {version} hat die Prüfung nicht bestanden: {fault}.',
    'refusal.plan_faulty.remedy':
      'Sie kann nicht freigegeben werden. Planen Sie neu; geschieht es wieder, melden Sie es bitte.',
    'refusal.plan_outdated': 'Die Charge hat sich geändert, seit Fassung {version} geplant wurde.',
    'refusal.plan_outdated.remedy':
      'Planen Sie neu und geben Sie die neue Fassung frei. Freigegebenes und Geschnittenes bleibt.',
    'refusal.plan_places_nothing': 'Fassung {version} bringt kein Teil auf eine neue Platte.',
    'refusal.plan_places_nothing.remedy': 'Buchen Sie Platten dieses Materials ein und planen Sie neu.',
    'refusal.centre_missing': 'Es gibt keinen Arbeitsplatz der Art {kind}.',
    'refusal.centre_missing.remedy': 'Legen Sie einen in den Einstellungen an.',
    'refusal.pin_subject_unplanned': 'Der Plan enthält diesen Arbeitsgang nicht mehr.',
    'refusal.pin_subject_unplanned.remedy': 'Laden Sie den Plan neu; vielleicht ist er erledigt.',
    'refusal.pin_value_unusable': 'Dort lässt sich der Arbeitsgang nicht festhalten.',
    'refusal.pin_value_unusable.remedy':
      'Wählen Sie eine Maschine seines Arbeitsplatzes, einen Zeitpunkt oder einen anderen Arbeitsgang.',
    'refusal.pin_unknown': 'Diese Festlegung gibt es nicht.',
    'refusal.move_unknown': 'Diese Verschiebung gibt es nicht mehr.',
    'refusal.move_unknown.remedy':
      'Vielleicht wurde sie zurückgenommen oder ersetzt. Laden Sie den Plan neu.',
    'refusal.move_unplanned': 'Der Plan enthält diesen Arbeitsgang nicht mehr.',
    'refusal.move_unplanned.remedy': 'Laden Sie den Plan neu; vielleicht ist er erledigt.',
    'refusal.move_begun': 'Dieser Arbeitsgang ist begonnen oder erledigt.',
    'refusal.move_begun.remedy': 'Begonnenes bleibt, wo es ist. Verschieben Sie, was danach kommt.',
    'refusal.move_wrong_machine': 'Dieser Arbeitsgang geht nicht an {machine}.',
    'refusal.move_wrong_machine.remedy': 'Wählen Sie eine Maschine seines Arbeitsplatzes.',
    'refusal.move_past': 'Dieser Zeitpunkt ist vorbei.',
    'refusal.move_past.remedy': 'Wählen Sie einen späteren.',
    'refusal.move_closed': 'Die Maschine ist dann geschlossen oder steht.',
    'refusal.move_closed.remedy': 'Wählen Sie einen Zeitpunkt in ihrer Arbeitszeit.',
    'refusal.move_before_predecessor': 'Der Schritt davor ist bis dahin nicht zu Ende.',
    'refusal.move_before_predecessor.remedy':
      'Verschieben Sie zuerst den Schritt davor oder wählen Sie einen späteren Zeitpunkt.',
    'refusal.move_too_early': 'Sein Auftrag oder sein Material ist bis dahin nicht da.',
    'refusal.move_too_early.remedy': 'Wählen Sie einen späteren Zeitpunkt.',
    'refusal.move_taken': 'Etwas, das nicht weichen darf, belegt die Maschine dann.',
    'refusal.move_taken.remedy':
      'Lösen Sie zuerst jenen Arbeitsgang, oder wählen Sie einen anderen Zeitpunkt oder eine andere Maschine.',
    'refusal.station_unknown': 'Es gibt keine Station {centre}.',

    'production.station.sheet_cut': 'Platte {sheet} fertig, {parts, plural, one {ein Teil} other {# Teile}}.',
    'production.station.sheet_cut_before': 'Platte {sheet} war schon fertig.',
    'production.station.sheet_was_damaged':
      'Platte {sheet} wurde als beschädigt gemeldet; ihre Teile warten auf einen neuen Plan.',
    'production.station.sheet_damaged':
      'Platte {sheet} ist ausgeschieden; {parts, plural, one {ein Teil wartet} other {# Teile warten}} auf einen neuen Plan.',
    'production.station.sheet_damaged_before': 'Platte {sheet} war schon gemeldet.',
    'production.station.sheet_was_cut':
      'Platte {sheet} ist schon geschnitten. Melden Sie einzelne Teile als schlecht.',
    'production.station.sheet_unknown': 'Der Plan hat sich geändert: Diese Platte gehört nicht mehr dazu.',
    'production.station.sheet_not_in_stock': 'Für Platte {sheet} ist keine Rohplatte {board} bereitgestellt.',
    'production.station.part_done': '{code} fertig. Weiter: {next}.',
    'production.station.part_ready': '{code} fertig. Weiter zur Montage.',
    'production.station.part_done_before': '{code} war hier schon fertig.',
    'production.station.part_unknown': 'Kein Teil hat die Nummer {code}.',
    'production.station.part_was_remade': '{code} war schlecht und wird als {newCode} neu gemacht.',
    'production.station.part_not_for_here': 'Für {code} ist hier nichts zu tun.',
    'production.station.part_not_cut_yet': '{code} ist noch nicht geschnitten.',
    'production.station.part_remade_before': '{code} wird schon als {newCode} neu gemacht.',
    'production.station.part_remade_from_offcut':
      '{code} wird als {newCode} neu gemacht, aus Reststück {offcut}.',
    'production.station.part_remade_next_batch':
      '{code} wird als {newCode} neu gemacht, mit der nächsten Charge.',
    'production.station.unit_unknown': 'Dieses Stück gibt es nicht mehr.',
    'production.station.unit_not_for_here': 'Für {unit} ist hier nichts zu tun.',
    'production.station.unit_done_before': '{unit} war hier schon fertig.',
    'production.station.unit_parts_missing':
      '{unit}: {count, plural, one {ein Teil ist nicht bereit} other {# Teile sind nicht bereit}} ({codes}).',
    'production.station.unit_step_before': '{unit} war noch nicht bei {before}.',
    'production.station.unit_assembled': '{unit} montiert.',
    'production.station.unit_step_done': '{unit} hier fertig.',
    'production.station.unit_finished': '{unit} ist fertiggestellt.',
    'production.station.machine_unknown': 'Es gibt keine Maschine {machine}.',
    'production.station.machine_stopped': '{machine} steht. Der Plan weicht ihr aus.',
    'production.station.machine_stopped_before': '{machine} stand schon.',
    'production.station.machine_started': '{machine} läuft wieder.',
    'production.station.machine_runs_already': '{machine} läuft schon.',
    'production.station.help_called': 'Hilfe ist zu {centre} gerufen.',
  },
);

/** What a station is told, in the language of whoever works there. */
export function sentenceOf(answer: Pick<StationAnswer, 'code' | 'facts'>, locale: Locale): string {
  return say(productionWords, locale, `production.station.${answer.code}`, answer.facts);
}
