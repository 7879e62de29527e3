/** The logo of an organisation that signed. */
export const logo = {
  title: "Your logo",
  lead: "Here you can show a logo beside the name of {name}, under “{title}” and nowhere else.",
  now: "This is shown now:",
  none: "No logo is shown now.",
  file: "A picture of the logo",
  fileHint:
    "PNG, JPEG or WebP, at most 1 MiB. It is drawn anew, at most 400 pixels wide and 200 high, and shown smaller.",
  permission:
    "I may permit this for the organisation: this logo may be published beside its name under this statement, on paper too. It may not be used for anything else.",
  permissionMissing: "We publish a logo only if you permit it. Please tick the box if you do.",
  fileMissing: "Please choose a picture of the logo.",
  submit: "Show this logo",
  drop: "Take the logo off",
  back: "Back to your signature",
  manageHeading: "Your logo",
  manageText: "If you like, a small logo stands beside the name of your organisation under this statement.",
  manageLink: "Show, change or take off your logo",
} as const;
