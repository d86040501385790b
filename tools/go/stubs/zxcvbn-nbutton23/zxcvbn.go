// Package zxcvbn stands in for the estimator of the same path, which the Pulumi CLI asks in `config set` alone, whether a value
// without --secret may be one. The real one reads its word lists in every start of the CLI: 70 ms, and as much again for the
// copy that the CLI's other command has.
package zxcvbn

import "math"

// Strength is what the CLI reads of an estimate.
type Strength struct {
	// Entropy is in bits.
	Entropy float64
}

// PasswordStrength takes every byte of a text for a random one of the kinds that the text has: 26 small letters, 26 capitals, 10
// digits, 33 other signs of ASCII, and 100 where it has more than ASCII. The real estimator, which knows words and dates besides,
// gives that at most: what looks like a secret there does here too, and some names in words as well, for which the CLI asks to
// add --plaintext.
func PasswordStrength(text string, _ []string) Strength {
	var small, capital, digit, sign, beyond float64
	for at := range len(text) {
		switch char := text[at]; {
		case 'a' <= char && char <= 'z':
			small = 26
		case 'A' <= char && char <= 'Z':
			capital = 26
		case '0' <= char && char <= '9':
			digit = 10
		case char < 0x80:
			sign = 33
		default:
			beyond = 100
		}
	}
	if text == "" {
		return Strength{}
	}
	return Strength{Entropy: float64(len(text)) * math.Log2(small+capital+digit+sign+beyond)}
}
