// Where this site is and what its keys are sealed under: read by settings that are imported after it.
process.env['ORIGIN'] = 'https://jinjie.example';
process.env['JINJIE_KEY_SECRET'] = 'a secret of a bench that nobody else uses';
