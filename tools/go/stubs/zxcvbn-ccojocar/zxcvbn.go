// Package zxcvbn stands in for the estimator of the same path, a copy of the other one, which the Pulumi CLI asks in `env set`.
package zxcvbn

import zxcvbn "github.com/nbutton23/zxcvbn-go"

// PasswordStrength estimates a text's entropy in bits.
func PasswordStrength(text string, inputs []string) zxcvbn.Strength {
	return zxcvbn.PasswordStrength(text, inputs)
}
