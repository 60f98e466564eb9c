package io.sluice;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.junit.ArchTests;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.lang.CompositeArchRule;
import java.util.Arrays;
import java.util.stream.Stream;

/**
 * Who may see whom. If one of these stands in your way, move the class, not the rule: each of them is what lets a stage
 * run on another node, be replaced by one in another language, or be read without reading the rest.
 */
@AnalyzeClasses(packages = "io.sluice", importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {
    private static final String[] STAGES = {"http", "validation", "kafka", "database", "report", "dashboard"};
    private static final String[] CONTRACTS = {"message", "failure", "config", "telemetry"};

    // STAGES TALK OVER THE BUS. A stage that sees another one's classes can't live on another node.

    @ArchTest
    static final ArchRule aStageSeesItselfAndTheContractsAndNothingElseOfSluice = Arrays.stream(STAGES)
            .map(ArchitectureTest::seesOnlyTheContracts)
            .map(ArchRule.class::cast)
            .reduce((one, other) -> CompositeArchRule.of(one).and(other))
            .orElseThrow();

    // THE CONTRACTS STAND ALONE. They are what a stage in another language implements.

    @ArchTest
    static final ArchRule theContractsSeeNoStageAndNothingThatPutsStagesTogether = noClasses()
            .that()
            .resideInAnyPackage(own(CONTRACTS))
            .should()
            .dependOnClassesThat(resideInAPackage("io.sluice..").and(not(resideInAnyPackage(own(CONTRACTS)))));

    @ArchTest
    static final ArchRule failuresStandBelowEverything = noClasses()
            .that()
            .resideInAPackage("io.sluice.failure..")
            .should()
            .dependOnClassesThat(resideInAPackage("io.sluice..").and(not(resideInAPackage("io.sluice.failure.."))));

    @ArchTest
    static final ArchRule thereAreNoCyclesBetweenPackages =
            slices().matching("io.sluice.(*)..").should().beFreeOfCycles();

    @ArchTest
    static final ArchRule norBetweenTheirParts =
            slices().matching("io.sluice.(**)").should().beFreeOfCycles();

    // THE PROOF SHARES NOTHING WITH WHAT IT PROVES. Not even the messages: what they got wrong it would get wrong too.

    @ArchTest
    static final ArchRule theAuditSeesTheConfigurationAndHowToTellAndNothingElse = noClasses()
            .that()
            .resideInAPackage("io.sluice.audit..")
            .should()
            .dependOnClassesThat(
                    resideInAPackage("io.sluice..").and(not(resideInAnyPackage(own("audit", "config", "telemetry")))));

    // THE EMBEDDED SERVERS ARE NOT IN THE PRODUCTION JAR. The command line looks for them by name.

    @ArchTest
    static final ArchRule nothingNeedsTheEmbeddedServers = noClasses()
            .that()
            .resideOutsideOfPackage("io.sluice.embedded..")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("io.sluice.embedded..");

    // A LIBRARY HAS ONE HOME. Where its defects are known, worked around and tested.

    /** The audit proves what the bridge did, so it must not use the bridge: it reads Kafka and PostgreSQL by itself. */
    @ArchTest
    static final ArchRule kafkaIsAtHomeInTheBridge = isOnlySeenFrom(
            own("kafka", "embedded", "audit"), "org.apache.kafka..", "io.vertx.kafka..", "kafka..", "scala..", "scala");

    @ArchTest
    static final ArchRule theSqlClientIsAtHomeInTheDatabase =
            isOnlySeenFrom(own("database", "report", "cli"), "io.vertx.sqlclient..", "io.vertx.pgclient..");

    /** The command "sql" is a program of its own that may block, audit and reports have threads of their own: they speak JDBC. */
    @ArchTest
    static final ArchRule jdbcIsAtHomeInTheDatabase = isOnlySeenFrom(
            own("database", "report", "embedded", "cli", "audit"),
            "java.sql..",
            "javax.sql..",
            "org.postgresql..",
            "com.zaxxer..");

    @ArchTest
    static final ArchRule migrationsAreAtHomeInTheDatabase = isOnlySeenFrom(own("database"), "org.flywaydb..");

    @ArchTest
    static final ArchRule hazelcastIsAtHomeInTheCluster =
            isOnlySeenFrom(own("cluster", "cli"), "com.hazelcast..", "io.vertx.spi.cluster..");

    @ArchTest
    static final ArchRule logsGoThroughSlf4j = noClasses()
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("org.apache.logging..", "java.util.logging..", "io.vertx.core.internal.logging..");

    @ArchTest
    static final ArchTests style = ArchTests.in(StyleRules.class);

    private static ArchRule seesOnlyTheContracts(String stage) {
        String[] allowed =
                own(Stream.concat(Stream.of(stage), Arrays.stream(CONTRACTS)).toArray(String[]::new));
        DescribedPredicate<JavaClass> somethingElse =
                resideInAPackage("io.sluice..").and(not(resideInAnyPackage(allowed)));
        return noClasses()
                .that()
                .resideInAPackage("io.sluice." + stage + "..")
                .should()
                .dependOnClassesThat(somethingElse)
                .allowEmptyShould(true);
    }

    private static ArchRule isOnlySeenFrom(String[] homes, String... library) {
        return noClasses()
                .that()
                .resideOutsideOfPackages(homes)
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(library);
    }

    private static String[] own(String... names) {
        return Arrays.stream(names).map(name -> "io.sluice." + name + "..").toArray(String[]::new);
    }
}
