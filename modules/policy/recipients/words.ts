import { defineWords } from '#platform/words/words.ts';

/** Sentences about who may be reached beside processors. */
export const recipientWords = defineWords(
  {
    'refusal.place_never': '{value} is an address that nothing is sent to.',
    'refusal.place_never.remedy': 'Give the address or name of one machine that you run.',
    'refusal.place_inside_by_name': '{value} is a name that only your own network knows.',
    'refusal.place_inside_by_name.remedy':
      'Give the machine’s address, such as 192.168.1.20. A name could be pointed at another machine.',
    'refusal.own_server_known': '{value} is registered already.',
    'refusal.own_server_known.remedy': 'Remove it first if you want to enter it anew.',
    'refusal.own_server_unknown': 'This machine is not registered.',
    'refusal.inside_place_unknown': 'Nobody asked for this address.',
  },
  {
    'refusal.place_never': '{value} ist eine Adresse, an die nichts gesendet wird.',
    'refusal.place_never.remedy': 'Geben Sie Adresse oder Namen eines Rechners an, den Sie betreiben.',
    'refusal.place_inside_by_name': '{value} ist ein Name, den nur Ihr eigenes Netz kennt.',
    'refusal.place_inside_by_name.remedy':
      'Geben Sie die Adresse des Rechners an, etwa 192.168.1.20. Ein Name könnte auf einen anderen Rechner gelenkt werden.',
    'refusal.own_server_known': '{value} ist schon eingetragen.',
    'refusal.own_server_known.remedy': 'Entfernen Sie ihn zuerst, wenn Sie ihn neu eintragen wollen.',
    'refusal.own_server_unknown': 'Dieser Rechner ist nicht eingetragen.',
    'refusal.inside_place_unknown': 'Um diese Adresse hat niemand gebeten.',
  },
);
