package org.jiaohui.exchange.fault;

/** Every kind of trouble that an interface may show, with the party who must act. Each has its entry in {@code docs/errors.md}. */
public enum ErrorCode {
    SOURCE_UNREACHABLE(ErrorKind.PROVIDER),
    SOURCE_REFUSED_LOGIN(ErrorKind.PROVIDER),
    SOURCE_INTERRUPTED(ErrorKind.PROVIDER),
    SOURCE_TIMED_OUT(ErrorKind.PROVIDER),
    SOURCE_ANSWERED_WRONGLY(ErrorKind.PROVIDER),
    SOURCE_EMPTY(ErrorKind.PROVIDER),
    FORMAT_UNKNOWN(ErrorKind.PROVIDER),
    FORMAT_BROKEN(ErrorKind.PROVIDER),
    FORMAT_ENCRYPTED(ErrorKind.PROVIDER),
    ENCODING_DOUBTFUL(ErrorKind.PROVIDER),
    ENCODING_BROKEN(ErrorKind.PROVIDER),
    ARCHIVE_UNSAFE(ErrorKind.PROVIDER),
    HEADER_BROKEN(ErrorKind.PROVIDER),
    RECORD_TOO_LONG(ErrorKind.PROVIDER),
    COLUMN_MISSING(ErrorKind.PROVIDER),
    CATALOGUE_BROKEN(ErrorKind.PROVIDER),
    LIMIT_EXCEEDED(ErrorKind.PROVIDER),
    TARGET_UNREACHABLE(ErrorKind.CONSUMER),
    TARGET_REFUSED_LOGIN(ErrorKind.CONSUMER),
    TARGET_INTERRUPTED(ErrorKind.CONSUMER),
    TARGET_REFUSED_ROWS(ErrorKind.CONSUMER),
    HOST_NOT_ALLOWED(ErrorKind.OPERATOR),
    SETTINGS_WRONG(ErrorKind.OPERATOR),
    DATABASE_UNAVAILABLE(ErrorKind.OPERATOR),
    OBJECT_STORE_UNAVAILABLE(ErrorKind.OPERATOR),
    SEARCH_UNAVAILABLE(ErrorKind.OPERATOR),
    GRAPH_UNAVAILABLE(ErrorKind.OPERATOR),
    DISK_FULL(ErrorKind.OPERATOR),
    RUN_CUT_OFF(ErrorKind.OPERATOR),
    UNKNOWN_DATASET(ErrorKind.CALLER),
    UNKNOWN_VERSION(ErrorKind.CALLER),
    UNKNOWN_SOURCE(ErrorKind.CALLER),
    UNKNOWN_TASK(ErrorKind.CALLER),
    UNKNOWN_RUN(ErrorKind.CALLER),
    UNKNOWN_ALERT(ErrorKind.CALLER),
    HARVESTED(ErrorKind.CALLER),
    UNKNOWN_TARGET(ErrorKind.CALLER),
    UNKNOWN_SUBSCRIPTION(ErrorKind.CALLER),
    UNKNOWN_DELIVERY(ErrorKind.CALLER),
    UNKNOWN_RECEIPT(ErrorKind.CALLER),
    UNKNOWN_RECONCILIATION(ErrorKind.CALLER),
    NOT_ACCEPTABLE(ErrorKind.CALLER),
    PRECONDITION_FAILED(ErrorKind.CALLER),
    BAD_REQUEST(ErrorKind.CALLER),
    BAD_QUERY(ErrorKind.CALLER),
    QUERY_TIMED_OUT(ErrorKind.CALLER),
    CONFLICT(ErrorKind.CALLER),
    UNAUTHENTICATED(ErrorKind.CALLER),
    FORBIDDEN(ErrorKind.CALLER),
    STOPPED(ErrorKind.CALLER),
    INTERNAL(ErrorKind.HUB);

    private final ErrorKind kind;

    ErrorCode(ErrorKind kind) {
        this.kind = kind;
    }

    public ErrorKind kind() {
        return kind;
    }
}
