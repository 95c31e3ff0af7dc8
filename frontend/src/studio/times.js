/** Times as the pages write them, on the clock of the agency: "22 Nov 2026, 09.46". */
export function timesOf({ language, timeZone }) {
  const day = new Intl.DateTimeFormat(language, { dateStyle: 'medium', timeZone });
  const clock = new Intl.DateTimeFormat(language, { hour: '2-digit', minute: '2-digit', hourCycle: 'h23', timeZone });
  return {
    time: (at) => clock.format(new Date(at)),
    moment: (at) => `${day.format(new Date(at))}, ${clock.format(new Date(at))}`,
  };
}
