/** Who has an account, and what each may. */
export const roles = {
  administrator: "administrator",
  administratorMay: "Administrators may do everything here, and look after the accounts of the others.",
  initiator: "initiator",
  initiatorMay:
    "Initiators write, open and run the statements they are given or begin themselves, and see nothing of the others.",
  checker: "checker",
  checkerMay:
    "Checkers look at disputes and at signatures that wait, with their evidence, and settle them. They see nothing else.",
  representative: "representative",
  representativeMay: "Representatives see what their organisation signed here, and look after those signatures.",
} as const;
