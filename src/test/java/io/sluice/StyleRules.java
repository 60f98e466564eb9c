package io.sluice;

import static com.tngtech.archunit.core.domain.JavaAccess.Predicates.target;
import static com.tngtech.archunit.core.domain.JavaAccess.Predicates.targetOwner;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.assignableTo;
import static com.tngtech.archunit.core.domain.properties.HasName.Predicates.nameMatching;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.fields;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noFields;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noMethods;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.AccessTarget;
import com.tngtech.archunit.core.domain.JavaCall;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import io.vertx.core.Future;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.NullMarked;

/** The rules of CONTRIBUTING.md that a machine can check on classes; {@link ArchitectureTest} runs them. */
class StyleRules {
    private static final String[] STAGES = {
        "io.sluice.http..",
        "io.sluice.validation..",
        "io.sluice.kafka..",
        "io.sluice.database..",
        "io.sluice.report..",
        "io.sluice.dashboard.."
    };

    // AN EVENT LOOP NEVER WAITS. One that does stops every request of its thread.

    @ArchTest
    static final ArchRule aStageNeverSleeps = noClasses()
            .that()
            .resideInAnyPackage(STAGES)
            .should()
            .callMethodWhere(callsOn(Thread.class, "sleep|onSpinWait").or(callsOn(TimeUnit.class, "sleep")));

    /** Schemas is the exception: it tries each schema, for a bounded time, before any verticle starts. */
    @ArchTest
    static final ArchRule aStageNeverWaitsForAFuture = noClasses()
            .that()
            .resideInAnyPackage(STAGES)
            .and()
            .doNotHaveFullyQualifiedName("io.sluice.validation.Schemas")
            .should()
            .callMethodWhere(callsOn(java.util.concurrent.Future.class, "get|join")
                    .or(callsOn(Future.class, "await|toCompletionStage"))
                    .or(callsOn(CountDownLatch.class, "await")));

    // STATE HAS AN OWNER. A static one has none: two nodes in one JVM, as the tests run them, would share it.

    @ArchTest
    static final ArchRule staticFieldsAreConstants =
            fields().that().areStatic().should().beFinal();

    @ArchTest
    static final ArchRule aConstantIsNoStateInDisguise = noFields()
            .that()
            .areStatic()
            .should()
            .haveRawType(assignableTo(Number.class)
                    .and(DescribedPredicate.describe(
                            "in java.util.concurrent.atomic",
                            (JavaClass type) -> type.getPackageName().equals(LongAdder.class.getPackageName())))
                    .or(assignableTo(AtomicBoolean.class))
                    .or(assignableTo(AtomicReference.class))
                    .or(assignableTo(ThreadLocal.class))
                    .or(assignableTo(java.util.concurrent.ConcurrentMap.class)));

    @ArchTest
    static final ArchRule thereAreNoSetters =
            noMethods().that().arePublic().should().haveNameMatching("set[A-Z].*");

    // A NAME SAYS WHAT A CLASS IS FOR. These four say that nobody knew.

    @ArchTest
    static final ArchRule noClassIsNamedForNothing =
            noClasses().should().haveNameMatching(".*(Impl|Manager|Utils?|Helpers?)(\\$.*)?");

    @ArchTest
    static final ArchRule everyPackageIsNullMarked = classes().should(standInANullMarkedPackage());

    // STANDARD OUTPUT BELONGS TO WHOEVER TYPED THE COMMAND.

    @ArchTest
    static final ArchRule onlyCommandsPrint = noClasses()
            .that()
            .resideOutsideOfPackages("io.sluice.cli..", "io.sluice.embedded..")
            .should()
            .accessField(System.class, "out")
            .orShould()
            .accessField(System.class, "err");

    @ArchTest
    static final ArchRule onlyCommandsEndTheProcess = noClasses()
            .that()
            .resideOutsideOfPackage("io.sluice.cli..")
            .should()
            .callMethodWhere(callsOn(System.class, "exit").or(callsOn(Runtime.class, "halt|exit")));

    private static DescribedPredicate<JavaCall<?>> callsOn(Class<?> owner, String methods) {
        DescribedPredicate<AccessTarget> named = nameMatching(methods).forSubtype();
        return target(named)
                .and(targetOwner(assignableTo(owner)))
                .as("%s.%s", owner.getSimpleName(), methods)
                .forSubtype();
    }

    private static ArchCondition<JavaClass> standInANullMarkedPackage() {
        return new ArchCondition<>("stand in a package whose package-info says @NullMarked") {
            @Override
            public void check(JavaClass type, ConditionEvents events) {
                boolean marked = type.getPackage().isAnnotatedWith(NullMarked.class);
                events.add(new SimpleConditionEvent(type, marked, type.getName() + " stands in an unmarked package"));
            }
        };
    }
}
