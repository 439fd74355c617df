package io.github.openairun;

import java.time.Clock;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.AccessTarget.CodeUnitAccessTarget;
import com.tngtech.archunit.core.domain.JavaAccess;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaMethod;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import com.tngtech.archunit.library.Architectures.LayeredArchitecture;
import com.tngtech.archunit.library.dependencies.SliceAssignment;
import com.tngtech.archunit.library.dependencies.SliceIdentifier;
import org.jspecify.annotations.NullMarked;
import org.junit.jupiter.api.Test;
import org.springframework.boot.autoconfigure.AutoConfiguration;

import io.github.openairun.support.LogText;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.equivalentTo;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.Architectures.layeredArchitecture;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * The rooms of this module, the arrows allowed between them, and what stays inside one
 * room. Rules about rooms that have no classes yet pass, and bite as soon as there are
 * some.
 */
class ArchitectureTests {

	private static final String BASE = "io.github.openairun";

	private static final String AUTOCONFIGURE = BASE + ".autoconfigure..";

	private static final String ENGINE = BASE + ".engine";

	private static final String JDBC = BASE + ".jdbc";

	private static final String TOOL = BASE + ".tool..";

	private static final String WEB = BASE + ".web";

	private static final String WIRE = BASE + ".wire..";

	private static final String[] PROTOCOLS = { BASE + ".wire.assistants..", BASE + ".wire.responses..",
			BASE + ".wire.stateless.." };

	private static final Map<String, Set<String>> ARROWS = arrows();

	private static final JavaClasses CLASSES = new ClassFileImporter()
		.withImportOption(new ImportOption.DoNotIncludeTests())
		.importPackages(BASE);

	private static Map<String, Set<String>> arrows() {
		Map<String, Set<String>> arrows = new LinkedHashMap<>();
		arrows.put("support", Set.of());
		arrows.put("base", Set.of("support"));
		arrows.put("tool.schema", Set.of("base", "support"));
		arrows.put("tool", Set.of("base", "tool.schema", "observation", "support"));
		arrows.put("wire", Set.of("base", "support"));
		arrows.put("wire.assistants", Set.of("base", "wire", "support"));
		arrows.put("wire.items", Set.of("base", "wire", "support"));
		arrows.put("thread", Set.of("base", "support"));
		arrows.put("wire.stateless", Set.of("base", "wire", "wire.items", "thread", "support"));
		arrows.put("wire.responses", Set.of("base", "wire", "wire.items", "support"));
		arrows.put("observation", Set.of("base", "support"));
		arrows.put("approval", Set.of("base", "support"));
		arrows.put("engine", Set.of("base", "wire", "tool", "observation", "approval", "support"));
		arrows.put("jdbc", Set.of("base", "thread", "tool", "wire", "engine", "approval", "support"));
		arrows.put("actuate", Set.of("base", "tool", "engine", "approval", "jdbc", "support"));
		arrows.put("web", Set.of("base", "approval", "support"));
		arrows.put("autoconfigure", Set.copyOf(arrows.keySet()));
		return arrows;
	}

	@Test
	void rulesSeeTheModule() {
		assertThat(CLASSES.contain(Run.class)).isTrue();
	}

	@Test
	void roomsAreEnteredAlongTheArrowsOnly() {
		LayeredArchitecture rooms = layeredArchitecture().consideringOnlyDependenciesInLayers()
			.withOptionalLayers(true);
		for (String room : ARROWS.keySet()) {
			rooms = rooms.layer(room).definedBy(packageOf(room));
		}
		for (Map.Entry<String, Set<String>> arrow : ARROWS.entrySet()) {
			rooms = (arrow.getValue().isEmpty()) ? rooms.whereLayer(arrow.getKey()).mayNotAccessAnyLayer()
					: rooms.whereLayer(arrow.getKey()).mayOnlyAccessLayers(arrow.getValue().toArray(String[]::new));
		}
		check(rooms);
	}

	@Test
	void everyClassIsInARoom() {
		String[] packages = ARROWS.keySet().stream().map(ArchitectureTests::packageOf).toArray(String[]::new);
		check(classes().should().resideInAnyPackage(packages));
	}

	@Test
	void packagesAreFreeOfCycles() {
		check(slices().assignedFrom(new EachPackage()).should().beFreeOfCycles());
	}

	@Test
	void nobodyUsesTheAutoConfiguration() {
		check(noClasses().that()
			.resideOutsideOfPackage(AUTOCONFIGURE)
			.should()
			.dependOnClassesThat()
			.resideInAPackage(AUTOCONFIGURE));
	}

	@Test
	void vocabularyNeedsTheJdkAndJSpecifyOnly() {
		check(classes().that()
			.resideInAPackage(BASE)
			.should()
			.onlyDependOnClassesThat(
					resideInAnyPackage(BASE, "java..", "org.jspecify..").or(equivalentTo(LogText.class))));
	}

	@Test
	void httpClientStaysInTheWires() {
		check(noClasses().that()
			.resideOutsideOfPackages(WIRE, AUTOCONFIGURE)
			.should()
			.dependOnClassesThat()
			.resideInAPackage("org.springframework.web.client.."));
	}

	@Test
	void engineDoesNotKnowTheWeb() {
		check(noClasses().that()
			.resideInAPackage(ENGINE)
			.should()
			.dependOnClassesThat()
			.resideInAPackage("org.springframework.web.."));
	}

	@Test
	void jacksonStaysWhereJsonIsReadOrWritten() {
		check(noClasses().that()
			.resideOutsideOfPackages(WIRE, TOOL, ENGINE, WEB, JDBC, AUTOCONFIGURE)
			.should()
			.dependOnClassesThat()
			.resideInAPackage("tools.jackson.."));
	}

	@Test
	void protocolShowsItsGatewayOnly() {
		check(classes().that()
			.resideInAnyPackage(PROTOCOLS)
			.and()
			.areTopLevelClasses()
			.and()
			.arePublic()
			.should()
			.haveSimpleNameEndingWith("Gateway"));
	}

	@Test
	void timeComesThroughASeam() {
		check(noClasses().should()
			.accessTargetWhere(DescribedPredicate.describe("it reads the system's time or sleeps",
					ArchitectureTests::isSystemTimeOrSleep)));
	}

	@Test
	void autoConfigurationsAreFinalAndShowNothing() {
		check(classes().that()
			.areAnnotatedWith(AutoConfiguration.class)
			.should()
			.bePublic()
			.andShould()
			.haveModifier(JavaModifier.FINAL)
			.andShould(new HaveNoPublicMethods()));
	}

	@Test
	void everyPackageIsNullMarked() {
		check(classes().should(new ResideInANullMarkedPackage()));
	}

	private static void check(ArchRule rule) {
		rule.allowEmptyShould(true).check(CLASSES);
	}

	private static String packageOf(String room) {
		return switch (room) {
			case "base" -> BASE;
			case "autoconfigure" -> AUTOCONFIGURE;
			default -> BASE + "." + room;
		};
	}

	private static boolean isSystemTimeOrSleep(JavaAccess<?> access) {
		if (!(access.getTarget() instanceof CodeUnitAccessTarget target)) {
			return false;
		}
		JavaClass owner = target.getOwner();
		return switch (target.getName()) {
			case "sleep" -> owner.isEquivalentTo(Thread.class) || owner.isEquivalentTo(TimeUnit.class);
			case "currentTimeMillis", "nanoTime" -> owner.isEquivalentTo(System.class);
			case "now" -> owner.getPackageName().startsWith("java.time")
					&& target.getRawParameterTypes().stream().noneMatch((type) -> type.isEquivalentTo(Clock.class));
			default -> false;
		};
	}

	private static final class EachPackage implements SliceAssignment {

		@Override
		public SliceIdentifier getIdentifierOf(JavaClass javaClass) {
			return SliceIdentifier.of(javaClass.getPackageName());
		}

		@Override
		public String getDescription() {
			return "each package";
		}

	}

	private static final class HaveNoPublicMethods extends ArchCondition<JavaClass> {

		HaveNoPublicMethods() {
			super("have no public methods");
		}

		@Override
		public void check(JavaClass javaClass, ConditionEvents events) {
			for (JavaMethod method : javaClass.getMethods()) {
				boolean isPublic = method.getModifiers().contains(JavaModifier.PUBLIC);
				events
					.add(new SimpleConditionEvent(method, !isPublic, method.getFullName() + " is public: " + isPublic));
			}
		}

	}

	private static final class ResideInANullMarkedPackage extends ArchCondition<JavaClass> {

		ResideInANullMarkedPackage() {
			super("reside in a @NullMarked package");
		}

		@Override
		public void check(JavaClass javaClass, ConditionEvents events) {
			boolean marked = javaClass.getPackage().isAnnotatedWith(NullMarked.class);
			events.add(new SimpleConditionEvent(javaClass, marked,
					javaClass.getName() + " is in a @NullMarked package: " + marked));
		}

	}

}
