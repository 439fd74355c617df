package io.github.openairun.test;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.ArchRule;
import org.junit.jupiter.api.Test;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideOutsideOfPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

class ArchitectureTests {

	private static final String BASE = "io.github.openairun";

	/** Names of nested types that say nothing without the type around them. */
	private static final Set<String> NESTED = Set.of("Action", "Builder", "Called", "Ended", "Entry", "Fields", "Kind",
			"Options", "Other", "Round", "Scope", "Settings", "Snapshot", "Suspended", "Text");

	private static final JavaClasses CLASSES = new ClassFileImporter()
		.withImportOption(new ImportOption.DoNotIncludeTests())
		.importPackages(BASE + ".test");

	@Test
	void testSupportEntersTheRoomsThatItMay() {
		check(classes().should()
			.onlyDependOnClassesThat(resideOutsideOfPackage(BASE + "..").or(resideInAnyPackage(BASE, BASE + ".support",
					BASE + ".tool", BASE + ".wire", BASE + ".engine", BASE + ".autoconfigure..", BASE + ".test.."))));
	}

	@Test
	void packagesAreFreeOfCycles() {
		check(slices().matching(BASE + ".(**)").should().beFreeOfCycles());
	}

	@Test
	void noSimpleNameIsUsedTwice() {
		Map<String, List<String>> names = new ClassFileImporter().withImportOption(new ImportOption.DoNotIncludeTests())
			.importPackages(BASE)
			.stream()
			.filter((type) -> !type.getSimpleName().isEmpty() && !type.getModifiers().contains(JavaModifier.PRIVATE))
			.filter((type) -> type.isTopLevelClass() || !NESTED.contains(type.getSimpleName()))
			.collect(Collectors.groupingBy(JavaClass::getSimpleName, TreeMap::new,
					Collectors.mapping(JavaClass::getName, Collectors.toUnmodifiableList())));
		assertThat(names).isNotEmpty();
		assertThat(names.values()).filteredOn((types) -> types.size() > 1 && !isPackageInfo(types)).isEmpty();
	}

	private static boolean isPackageInfo(List<String> types) {
		return types.get(0).endsWith("package-info");
	}

	private static void check(ArchRule rule) {
		rule.allowEmptyShould(true).check(CLASSES);
	}

}
