/* The summary of errors takes focus, also where `autofocus` is not heeded. */
document.getElementById("error-summary")?.focus();
