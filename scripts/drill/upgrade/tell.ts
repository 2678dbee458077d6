export function tell(title: string, text: string) {
  console.log(`  ${title.padEnd(18)}${text}`);
}

export function inSeconds(seconds: number) {
  return `${seconds.toFixed(1)} s`;
}
