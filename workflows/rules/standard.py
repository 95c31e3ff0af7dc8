"""The elements of BPMN 2.0.2 with their attributes, as far as files hold them."""

from workflows.document import ACTIVITIES, FLOW_NODES, GATEWAYS

FLAGS = frozenset(
    {
        *("isExecutable", "isClosed", "isImmediate", "isForCompensation", "triggeredByEvent", "isInterrupting"),
        *("cancelActivity", "parallelMultiple", "instantiate", "isSequential", "testBefore", "isCollection"),
        *("waitForCompletion", "isUnlimited", "cancelRemainingInstances"),
    }
)
_OF_ACTIVITY = {"isForCompensation", "startQuantity", "completionQuantity", "default"}
_OWN: dict[str, set[str]] = {
    "definitions": {"targetNamespace", "expressionLanguage", "typeLanguage", "exporter", "exporterVersion"},
    "process": {"processType", "isClosed", "isExecutable", "definitionalCollaborationRef"},
    "userTask": {"implementation"},
    "businessRuleTask": {"implementation"},
    "serviceTask": {"implementation", "operationRef"},
    "sendTask": {"implementation", "operationRef", "messageRef"},
    "receiveTask": {"implementation", "operationRef", "messageRef", "instantiate"},
    "scriptTask": {"scriptFormat"},
    "subProcess": {"triggeredByEvent"},
    "transaction": {"triggeredByEvent", "method"},
    "adHocSubProcess": {"triggeredByEvent", "cancelRemainingInstances", "ordering"},
    "callActivity": {"calledElement"},
    "exclusiveGateway": {"default"},
    "inclusiveGateway": {"default"},
    "complexGateway": {"default"},
    "eventBasedGateway": {"instantiate", "eventGatewayType"},
    "startEvent": {"isInterrupting", "parallelMultiple"},
    "intermediateCatchEvent": {"parallelMultiple"},
    "boundaryEvent": {"attachedToRef", "cancelActivity", "parallelMultiple"},
    "sequenceFlow": {"sourceRef", "targetRef", "isImmediate"},
    "messageFlow": {"sourceRef", "targetRef", "messageRef"},
    "association": {"sourceRef", "targetRef", "associationDirection"},
    "lane": {"partitionElementRef"},
    "participant": {"processRef"},
    "collaboration": {"isClosed"},
    "textAnnotation": {"textFormat"},
    "group": {"categoryValueRef"},
    "categoryValue": {"value"},
    "dataObject": {"itemSubjectRef", "isCollection"},
    "dataObjectReference": {"itemSubjectRef", "dataObjectRef"},
    "dataStore": {"itemSubjectRef", "capacity", "isUnlimited"},
    "dataStoreReference": {"itemSubjectRef", "dataStoreRef"},
    "property": {"itemSubjectRef"},
    "dataInput": {"itemSubjectRef", "isCollection"},
    "dataOutput": {"itemSubjectRef", "isCollection"},
    "messageEventDefinition": {"messageRef"},
    "errorEventDefinition": {"errorRef"},
    "signalEventDefinition": {"signalRef"},
    "escalationEventDefinition": {"escalationRef"},
    "compensateEventDefinition": {"activityRef", "waitForCompletion"},
    "message": {"itemRef"},
    "error": {"errorCode", "structureRef"},
    "signal": {"structureRef"},
    "escalation": {"escalationCode", "structureRef"},
    "multiInstanceLoopCharacteristics": {
        *("isSequential", "behavior", "oneBehaviorEventRef", "noneBehaviorEventRef"),
    },
    "standardLoopCharacteristics": {"testBefore", "loopMaximum"},
    "conditionExpression": {"language", "evaluatesToTypeRef"},
    "documentation": {"textFormat"},
}
ATTRIBUTES = {
    kind: {"id", "name", *_OWN.get(kind, ())}
    | (_OF_ACTIVITY if kind in ACTIVITIES else set())
    | ({"gatewayDirection"} if kind in GATEWAYS else set())
    for kind in {*_OWN, *FLOW_NODES}
}
"""For each element whose attributes are checked, all that the standard gives it."""

EVENT_DEFINITIONS = frozenset(
    f"{kind}EventDefinition"
    for kind in (
        *("timer", "message", "error", "signal", "escalation", "compensate", "link", "terminate", "cancel"),
        "conditional",
    )
)
KNOWN = (
    ATTRIBUTES.keys()
    | EVENT_DEFINITIONS
    | {
        *("extensionElements", "laneSet", "childLaneSet", "flowNodeRef", "incoming", "outgoing", "text", "script"),
        *("timeDate", "timeDuration", "timeCycle", "condition", "source", "target", "eventDefinitionRef"),
        *("loopCardinality", "completionCondition", "loopCondition", "loopDataInputRef", "loopDataOutputRef"),
        *("inputDataItem", "outputDataItem", "complexBehaviorDefinition", "ioSpecification", "inputSet", "outputSet"),
        *("dataInputRefs", "dataOutputRefs", "dataInputAssociation", "dataOutputAssociation", "sourceRef", "targetRef"),
        *("transformation", "assignment", "from", "to", "dataState", "category", "itemDefinition", "interface"),
        *("operation", "inMessageRef", "outMessageRef", "errorRef", "participantMultiplicity", "participantRef"),
        *("resource", "resourceRole", "performer", "humanPerformer", "potentialOwner", "resourceRef"),
        *("resourceAssignmentExpression", "formalExpression", "expression", "rendering", "auditing", "monitoring"),
        *("import", "relationship", "extension", "endPoint", "partnerEntity", "partnerRole", "conversation"),
        *("conversationLink", "correlationKey", "correlationProperty", "correlationSubscription", "supports"),
        *("ioBinding", "optionalInputRefs", "whileExecutingInputRefs", "outputSetRefs", "inputSetRefs"),
        *("optionalOutputRefs", "whileExecutingOutputRefs", "interfaceRef", "messagePath", "endPointRef"),
        *("correlationPropertyRetrievalExpression", "correlationPropertyRef", "correlationPropertyBinding"),
        *("dataPath", "resourceParameter", "resourceParameterBinding", "categoryValueRef", "partitionElement"),
        *(
            "completionCondition",
            "subConversation",
            "callConversation",
            "participantAssociation",
            "innerParticipantRef",
        ),
        *("outerParticipantRef", "messageFlowAssociation", "conversationAssociation", "choreographyRef"),
    }
)
"""Every name that an element of the standard may have where a process is drawn."""
