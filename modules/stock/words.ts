import { defineWords } from '#platform/words/words.ts';

export const stockWords = defineWords(
  {
    'refusal.stock_material_unlisted': 'There is no board material "{value}".',
    'refusal.stock_material_unlisted.remedy': 'Add the material under Products first, or check its code.',
    'refusal.board_unknown': 'There is no such board in stock.',
    'refusal.offcut_unknown': 'There is no such offcut.',
    'refusal.offcut_not_available':
      '{offcut} is {state, select, reserved {set aside for a cut plan} used {used already} other {gone already}}.',
    'refusal.offcut_not_available.remedy': 'Nothing was changed. Load the list again.',
    'refusal.count_below_reserved':
      '{value} is fewer than the {reserved} sheets set aside for released plans.',
    'refusal.count_below_reserved.remedy': 'Withdraw a released plan first, then correct the count.',
    'refusal.stock_short': 'Not enough in stock: {missing}.',
    'refusal.stock_short.remedy': 'Receive boards, or plan again with what is there.',
    'refusal.plan_reserved_already': 'The boards of this plan are set aside already.',
    'refusal.sheet_not_reserved': 'This sheet is not set aside for this plan, or has been taken already.',
    'refusal.sheet_not_reserved.remedy': 'Check the plan on the screen. Nothing was taken from stock.',
  },
  {
    'refusal.stock_material_unlisted': 'Das Plattenmaterial „{value}“ gibt es nicht.',
    'refusal.stock_material_unlisted.remedy':
      'Nehmen Sie das Material zuerst unter Produkte auf oder prüfen Sie den Code.',
    'refusal.board_unknown': 'Diese Platte gibt es im Lager nicht.',
    'refusal.offcut_unknown': 'Diesen Rest gibt es nicht.',
    'refusal.offcut_not_available':
      '{offcut} ist {state, select, reserved {für einen Schnittplan vorgemerkt} used {schon verbraucht} other {schon weg}}.',
    'refusal.offcut_not_available.remedy': 'Es wurde nichts geändert. Laden Sie die Liste neu.',
    'refusal.count_below_reserved':
      '{value} sind weniger als die {reserved} Platten, die für freigegebene Pläne vorgemerkt sind.',
    'refusal.count_below_reserved.remedy':
      'Nehmen Sie zuerst einen freigegebenen Plan zurück, berichtigen Sie dann den Bestand.',
    'refusal.stock_short': 'Zu wenig im Lager: {missing}.',
    'refusal.stock_short.remedy': 'Buchen Sie einen Wareneingang oder planen Sie neu mit dem, was da ist.',
    'refusal.plan_reserved_already': 'Die Platten dieses Plans sind schon vorgemerkt.',
    'refusal.sheet_not_reserved':
      'Diese Platte ist für diesen Plan nicht vorgemerkt oder wurde schon entnommen.',
    'refusal.sheet_not_reserved.remedy': 'Prüfen Sie den Plan auf dem Bildschirm. Es wurde nichts entnommen.',
  },
);
