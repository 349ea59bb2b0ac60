$version: "2.0"

namespace smithgen.commands

@trait(selector: "operation")
structure paginator {
    @required inputTokens: Texts
    @required outputTokens: Texts
    @required items: Texts
    pageSize: String
    moreResults: String
    shared: Texts
}

@trait(selector: "operation")
map waiters { key: String, value: Waiter }

@private structure Acceptor {
    @required state: String
    @required matcher: String
    argument: String
    @required expected: Document
}

@private list Acceptors { member: Acceptor }
@private list Texts { member: String }

@private structure Waiter {
    documentation: String
    @required delay: Integer
    @required maxAttempts: Integer
    @required acceptors: Acceptors
}
