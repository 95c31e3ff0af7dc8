/** The drawing is ink on paper in every theme, so that what is exported looks as it does here. */
export const FONT = '"Inter Variable", system-ui, sans-serif';
export const INK = { defaultFillColor: '#ffffff', defaultStrokeColor: '#16202e', defaultLabelColor: '#16202e' };
export const TEXTS = { defaultStyle: { fontFamily: FONT, fontSize: 12 }, externalStyle: { fontFamily: FONT, fontSize: 12 } };
