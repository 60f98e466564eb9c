package io.sluice;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.methods;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import java.util.concurrent.TimeUnit;
import org.junit.platform.commons.annotation.Testable;

/** What a test may not do. A sleep is too short on a busy machine and too long on every other. */
@AnalyzeClasses(packages = "io.sluice", importOptions = ImportOption.OnlyIncludeTests.class)
class TestRulesTest {
    @ArchTest
    static final ArchRule testsAwaitConditionsAndNeverSleep = noClasses()
            .should()
            .callMethod(Thread.class, "sleep", long.class)
            .orShould()
            .callMethod(Thread.class, "sleep", long.class, int.class)
            .orShould()
            .callMethod(Thread.class, "sleep", java.time.Duration.class)
            .orShould()
            .callMethod(TimeUnit.class, "sleep", long.class);

    @ArchTest
    static final ArchRule testsUseFakesAndNoMocks = noClasses()
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("org.mockito..", "org.easymock..", "mockit..", "org.powermock..");

    /** A test's name is a sentence in camel case, as every method's: one style, so that a search finds all. */
    @ArchTest
    static final ArchRule namesOfTestsHaveNoUnderscores =
            methods().that().areMetaAnnotatedWith(Testable.class).should().haveNameNotMatching(".*_.*");
}
