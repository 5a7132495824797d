package org.jiaohui.exchange.table;

import java.math.BigDecimal;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/** What a non-empty value of one column must satisfy; the rule that checks it carries the same name. */
public sealed interface Constraint {
    /** The rule's name in findings, in quarantine and in {@code docs/rules.md}. */
    String rule();

    /** At most this many Unicode characters. */
    record Length(int most) implements Constraint {
        @Override
        public String rule() {
            return "length";
        }
    }

    /** The whole value matches a regular expression (java.util.regex). */
    record Matches(String pattern) implements Constraint {
        public Matches {
            Pattern.compile(pattern);
        }

        @Override
        public String rule() {
            return "pattern";
        }
    }

    /** One of the listed values, compared as text. */
    record CodeList(List<String> values) implements Constraint {
        public CodeList {
            values = List.copyOf(values);
        }

        @Override
        public String rule() {
            return "code-list";
        }
    }

    /** Between two numbers, both included; an absent bound is open. */
    record Range(Optional<BigDecimal> least, Optional<BigDecimal> most) implements Constraint {
        @Override
        public String rule() {
            return "range";
        }
    }

    /** No value twice in one version. */
    record Unique() implements Constraint {
        @Override
        public String rule() {
            return "unique";
        }
    }

    /** Carries a valid check digit. */
    record CheckDigit(Scheme scheme) implements Constraint {
        /** Where the algorithm comes from: GB 32100, GB 11643, GB 16735. */
        public enum Scheme {
            UNIFIED_SOCIAL_CREDIT_CODE,
            CITIZEN_ID,
            VIN
        }

        @Override
        public String rule() {
            return "check-digit";
        }
    }

    /** A date or timestamp not older than this many days at the time of the run: a warning, never a refusal. */
    record Fresh(int days) implements Constraint {
        @Override
        public String rule() {
            return "fresh";
        }
    }
}
