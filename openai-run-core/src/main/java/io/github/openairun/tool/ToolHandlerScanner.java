package io.github.openairun.tool;

import java.lang.annotation.Annotation;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;

import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;
import org.springframework.aop.scope.ScopedProxyUtils;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.core.MethodIntrospector;
import org.springframework.core.annotation.AnnotatedElementUtils;
import org.springframework.core.annotation.AnnotationUtils;
import org.springframework.core.annotation.MergedAnnotations;
import org.springframework.util.ClassUtils;
import org.springframework.util.ReflectionUtils;
import org.springframework.util.StringUtils;

import io.github.openairun.ToolHandler;
import io.github.openairun.ToolRegistration;
import io.github.openairun.tool.schema.ToolSchemaGenerator;

/**
 * Finds the methods of handlers by the classes of beans, without creating a bean.
 */
final class ToolHandlerScanner {

	private static final Log logger = LogFactory.getLog(ToolHandlerScanner.class);

	private final ConfigurableListableBeanFactory beanFactory;

	private final BeanClassResolver classes;

	/** The beans that do not exist yet and whose class may have further handlers. */
	private final List<String> notCreated = new ArrayList<>();

	private @Nullable RegisteredToolFactory factory;

	private @Nullable List<ToolHandlerVerifier> verifiers;

	/** Whether annotations mark a method as a handler. */
	private final Map<Class<? extends Annotation>, Boolean> marks = new ConcurrentHashMap<>();

	/**
	 * Create a scanner.
	 * @param beanFactory has the beans
	 */
	ToolHandlerScanner(ConfigurableListableBeanFactory beanFactory) {
		this.beanFactory = beanFactory;
		this.classes = new BeanClassResolver(beanFactory);
	}

	/** Return the generator of the schemas, or {@code null} if there is no tool. */
	@Nullable ToolSchemaGenerator schemas() {
		return (this.factory != null) ? this.factory.schemas() : null;
	}

	/** Return the factory, which is created for the first tool. */
	private RegisteredToolFactory factory() {
		RegisteredToolFactory known = this.factory;
		if (known == null) {
			known = new RegisteredToolFactory(this.beanFactory);
			this.factory = known;
		}
		return known;
	}

	/**
	 * Find all handlers.
	 * @return the handlers by the names of their tools
	 * @throws ToolDeclarationException if a method cannot be a handler
	 */
	Map<String, RegisteredTool> scan() {
		Map<String, RegisteredTool> handlers = new LinkedHashMap<>();
		// Spring caches the answer, because it has just searched for event listeners.
		for (String beanName : this.beanFactory.getBeanNamesForType(Object.class)) {
			Class<?> type = ScopedProxyUtils.isScopedTarget(beanName) ? null : this.classes.resolve(beanName);
			if (type != null && isCandidate(type)) {
				scan(beanName, type, handlers);
			}
			if (type != null && !Modifier.isFinal(type.getModifiers()) && !BeanClassResolver.isFramework(type)
					&& !this.beanFactory.containsSingleton(beanName)) {
				this.notCreated.add(beanName);
			}
		}
		this.beanFactory.getBeansOfType(ToolRegistration.class)
			.forEach((beanName, registration) -> ToolHandlerChecks.add(factory().create(beanName, registration),
					handlers));
		warnOfMissingDescriptions(handlers);
		if (!this.notCreated.isEmpty()) {
			this.beanFactory
				.addBeanPostProcessor(new LateHandlerCheck(this.notCreated, handlers.keySet(), this::toolNames));
		}
		return handlers;
	}

	private static void warnOfMissingDescriptions(Map<String, RegisteredTool> handlers) {
		List<String> names = handlers.values()
			.stream()
			.filter((tool) -> !StringUtils.hasText(tool.definition().description()))
			.map((tool) -> "'" + tool.definition().name() + "'")
			.sorted()
			.toList();
		if (!names.isEmpty()) {
			logger.warn("The model knows only the names and parameters of the tools " + String.join(", ", names)
					+ " and may call them in the wrong situation: describe what they do and when to call them with "
					+ "@ToolHandler(description = \"...\")");
		}
	}

	private void scan(String beanName, Class<?> type, Map<String, RegisteredTool> handlers) {
		Map<Method, ToolHandler> methods = new TreeMap<>(ToolHandlerScanner::compare);
		methods.putAll(MethodIntrospector.selectMethods(type, ToolHandlerScanner::annotation));
		Class<?> beanType = this.beanFactory.getType(beanName, false);
		methods.forEach((method, annotation) -> {
			ToolHandlerChecks.checkInvocable(beanName, beanType, method);
			ToolHandlerMethod handler = factory().create(beanName, ClassUtils.getUserClass(type), method, annotation);
			verifiers().forEach((verifier) -> verifier.verify(ClassUtils.getUserClass(type), method, handler.settings(),
					handler.describe()));
			ToolHandlerChecks.add(handler, handlers);
		});
	}

	private List<ToolHandlerVerifier> verifiers() {
		List<ToolHandlerVerifier> known = this.verifiers;
		if (known == null) {
			known = this.beanFactory.getBeanProvider(ToolHandlerVerifier.class).orderedStream().toList();
			this.verifiers = known;
		}
		return known;
	}

	/** Compares by name first, because signatures are expensive to write. */
	private static int compare(Method left, Method right) {
		int names = left.getName().compareTo(right.getName());
		return (names != 0) ? names : left.toGenericString().compareTo(right.toGenericString());
	}

	private static @Nullable ToolHandler annotation(Method method) {
		return AnnotatedElementUtils.findMergedAnnotation(method, ToolHandler.class);
	}

	/** Return the names of the tools that a class handles. */
	private Set<String> toolNames(Class<?> type) {
		if (!isCandidate(type)) {
			return Set.of();
		}
		Set<String> names = new HashSet<>();
		MethodIntrospector.selectMethods(type, ToolHandlerScanner::annotation)
			.forEach((method, annotation) -> names.add(RegisteredToolFactory.name(method, annotation)));
		return names;
	}

	private boolean isCandidate(Class<?> type) {
		return AnnotationUtils.isCandidateClass(type, ToolHandler.class) && !BeanClassResolver.isFramework(type)
				&& hasMark(type);
	}

	/**
	 * Return whether any method has the annotation. Few types have such methods, and the
	 * full search is many times as expensive.
	 */
	private boolean hasMark(@Nullable Class<?> type) {
		if (type == null || type == Object.class) {
			return false;
		}
		for (Method method : ReflectionUtils.getDeclaredMethods(type)) {
			for (Annotation annotation : method.getDeclaredAnnotations()) {
				if (isMark(annotation.annotationType())) {
					return true;
				}
			}
		}
		for (Class<?> contract : type.getInterfaces()) {
			if (hasMark(contract)) {
				return true;
			}
		}
		return hasMark(type.getSuperclass());
	}

	private boolean isMark(Class<? extends Annotation> type) {
		Boolean known = this.marks.get(type);
		if (known == null) {
			known = type == ToolHandler.class || MergedAnnotations.from(type).isPresent(ToolHandler.class);
			this.marks.put(type, known);
		}
		return known;
	}

}
