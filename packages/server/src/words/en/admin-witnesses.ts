/** The witnesses of the log, and how it stands with each: on the administrators' page, and in the server's own log. */
export const adminWitnesses = {
  title: "Witnesses",
  lead: "A witness is a server of another organisation that watches this one. Again and again it confirms that the log here has only grown, and that nothing in it was changed. Whoever checks a statement then need not trust this site alone.",
  none: "Nobody watches this site yet. Ask two or three organisations that you trust, best of all some that sign here, to be witnesses: it takes them one command and one file. The guide for operators says what to send them, and what to set here afterwards.",
  noneSetting: "The setting is {setting}.",
  needed: "Enough are: {quorum}.",
  noneNeeded: "Their word is kept and shown, but none of them is needed (quorum none).",
  held: "Whatever a witness does, signing goes on. Only those who check ask whether enough witnesses confirmed.",
  heading: "How it stands",
  key: "Its key",
  address: "Asked at",
  said: "What happened",
  lastCosigned: "It last confirmed on {moment}.",
  state_new: "Not asked yet. It is asked as soon as something is published.",
  state_cosigning: "Confirmed {ago}.",
  state_unreachable: "Silent since {moment}.",
  state_busy: "Has answered since {moment} that it cannot confirm now.",
  state_bad_answer: "Has answered since {moment} what no witness should.",
  state_wrong_key: "Has refused this site’s signature since {moment}.",
  state_unknown_log: "Has said since {moment} that it does not know this site.",
  state_inconsistent: "ALARM since {moment}: it says that this site’s log does not continue what it confirmed before.",
  state_other_root: "ALARM since {moment}: it confirmed another log of the same length.",
  state_ahead: "ALARM since {moment}: it confirmed more entries than this site has.",
  do_new: "Nothing to do.",
  do_cosigning: "All is well.",
  do_unreachable:
    "Ask its operator whether it still runs, and can be reached at the address below. It is asked again every minute, and catches up by itself.",
  do_busy: "Usually it comes back by itself. If it does not within a day, ask its operator.",
  do_bad_answer:
    "Compare address and key in the policy file with what its operator gave you, and have the clocks of both servers checked.",
  do_wrong_key: "It knows another key for this site. Send its operator the key at the foot of this page.",
  do_unknown_log: "Send its operator the key at the foot of this page: the witness takes it with --log.",
  do_inconsistent:
    "Call whoever looks after this server, before anything else is changed. Either its database was put back to an old copy or altered, or the witness lost its own record. The guide for operators says how to find out.",
  do_other_root:
    "Call whoever looks after this server, before anything else is changed. Two different logs were signed with this site’s key: its database was put back to an old copy and went on, or somebody else has the key.",
  do_ahead:
    "Call whoever looks after this server, and stop it. Its database is most likely an old copy: what was signed since is missing. The guide for operators says how to bring it back.",
  ownKey: "The key that witnesses need of this site",
  ownKeyHint: "Send it to those who look after the witnesses: they give it to their witness with --log.",
  policyFile: "The policy for those who check is at {address}.",
  log_cosigning: "The witness {name} cosigns again.",
  log_unreachable:
    "The witness {name} does not answer ({detail}). Signing goes on; it is asked again every minute, and catches up by itself. Should it stay silent, ask its operator.",
  log_busy: "The witness {name} answers that it cannot now ({detail}). It is asked again every minute.",
  log_bad_answer:
    "The witness {name} answers what no witness should: {detail}. Compare its address and key in the policy file with what its operator gave you, and the clocks of both servers.",
  log_wrong_key:
    "The witness {name} refuses our signature (HTTP status 403): it knows another key for this log. Send its operator the key of this depositary.",
  log_unknown_log:
    "The witness {name} does not know our log (HTTP status 404). Send its operator the key of this depositary.",
  log_inconsistent:
    "ALARM: the witness {name} says that our log does not continue what it cosigned before (HTTP status 422). Either our database was put back to an old copy or altered, or the witness lost its record. Change nothing before you know which.",
  log_other_root:
    "ALARM: the witness {name} cosigned another log of the same length as ours ({detail}). Two logs were signed with our key: our database was put back to an old copy and went on, or somebody else has the key.",
  log_ahead:
    "ALARM: the witness {name} cosigned more of our log than there is: {detail}. Our database is an old copy. Stop, and bring back the newest before anything is signed.",
  log_went_back:
    "The witness {name} holds an earlier state than it cosigned last ({detail}): it was restored from an old copy. It was asked again from there. Tell its operator: what a witness forgot it cannot vouch for.",
} as const;
