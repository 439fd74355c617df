package io.github.openairun.tool;

import java.lang.reflect.Method;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

import jakarta.validation.ConstraintViolation;
import jakarta.validation.ElementKind;
import jakarta.validation.Path;
import jakarta.validation.Validator;
import org.jspecify.annotations.Nullable;
import org.springframework.aop.framework.Advised;
import tools.jackson.databind.JavaType;
import tools.jackson.databind.introspect.BeanPropertyDefinition;
import tools.jackson.databind.json.JsonMapper;

/**
 * Validates arguments with Jakarta Validation. Violations name the paths that the model
 * knows.
 * <p>
 * Objects that are parameters or their elements are validated even without
 * {@code @Valid}, because the schema contains their constraints, too. Objects within them
 * need the annotation.
 */
final class JakartaArgumentValidator implements ArgumentValidator {

	private final Validator validator;

	private final JsonMapper mapper;

	private final @Nullable Method method;

	private final List<ArgumentSlot> slots;

	private final List<ArgumentSlot> unchecked;

	/**
	 * Create a validator.
	 * @param validator checks the values
	 * @param mapper knows the names that properties have in JSON
	 * @param method the method whose parameters have constraints, if they have
	 * @param slots the parameters whose values come from the model
	 * @param unchecked those whose own constraints the method's do not include
	 */
	JakartaArgumentValidator(Validator validator, JsonMapper mapper, @Nullable Method method, List<ArgumentSlot> slots,
			List<ArgumentSlot> unchecked) {
		this.validator = validator;
		this.mapper = mapper;
		this.method = method;
		this.slots = slots;
		this.unchecked = unchecked;
	}

	@Override
	public void validate(Object bean, @Nullable Object[] arguments) {
		Set<String> problems = new LinkedHashSet<>();
		if (this.method != null) {
			this.validator.forExecutables()
				.validateParameters(target(bean), this.method, arguments)
				.forEach((violation) -> problems.add(parameterProblem(violation)));
		}
		for (ArgumentSlot slot : this.unchecked) {
			Object argument = arguments[slot.position()];
			if (argument != null) {
				validate(slot.name(), slot.property().getType(), argument, problems);
			}
		}
		throwIfAny(problems);
	}

	/** Check one object that has all arguments. */
	void validateRoot(JavaType type, Object value) {
		Set<String> problems = new LinkedHashSet<>();
		validate("", type, value, problems);
		throwIfAny(problems);
	}

	private static void throwIfAny(Set<String> problems) {
		if (!problems.isEmpty()) {
			throw new InvalidArgumentsException(List.copyOf(new TreeSet<>(problems)));
		}
	}

	private static Object target(Object bean) {
		Object current = bean;
		try {
			while (current instanceof Advised advised) {
				Object target = advised.getTargetSource().getTarget();
				if (target == null) {
					return current;
				}
				current = target;
			}
			return current;
		}
		catch (Exception ex) {
			throw new IllegalStateException("The target of a proxy is not available", ex);
		}
	}

	private void validate(String path, JavaType type, Object argument, Set<String> problems) {
		if (argument instanceof Iterable<?> || argument.getClass().isArray()) {
			Object[] elements = (argument instanceof Iterable<?> iterable) ? toArray(iterable) : (Object[]) argument;
			for (int i = 0; i < elements.length; i++) {
				if (elements[i] != null) {
					validate(ArgumentPaths.element(path, i), type.getContentType(), elements[i], problems);
				}
			}
		}
		else if (argument instanceof Map<?, ?> map) {
			map.forEach((key, value) -> {
				if (value != null) {
					validate(ArgumentPaths.join(path, String.valueOf(key)), type.getContentType(), value, problems);
				}
			});
		}
		else if (argument instanceof Optional<?> optional) {
			optional.ifPresent((value) -> validate(path, type.getContentType(), value, problems));
		}
		else {
			JavaType actual = this.mapper.constructType(argument.getClass());
			this.validator.validate(argument)
				.forEach((violation) -> problems
					.add(problem(path(path, actual, violation.getPropertyPath()), violation)));
		}
	}

	private static Object[] toArray(Iterable<?> elements) {
		List<@Nullable Object> list = new ArrayList<>();
		elements.forEach(list::add);
		return list.toArray();
	}

	private String parameterProblem(ConstraintViolation<?> violation) {
		for (Path.Node node : violation.getPropertyPath()) {
			if (node.getKind() == ElementKind.PARAMETER) {
				int position = node.as(Path.ParameterNode.class).getParameterIndex();
				for (ArgumentSlot slot : this.slots) {
					if (slot.position() == position) {
						return problem(path(slot.name(), slot.property().getType(), violation.getPropertyPath()),
								violation);
					}
				}
			}
		}
		return problem("", violation);
	}

	private static String problem(String path, ConstraintViolation<?> violation) {
		return ProblemText.at(path) + " " + violation.getMessage();
	}

	/** The path by the names that the properties have in JSON. */
	private String path(String root, JavaType type, Path nodes) {
		String path = root;
		JavaType current = type;
		for (Path.Node node : nodes) {
			if (node.getIndex() != null) {
				path = ArgumentPaths.element(path, node.getIndex());
			}
			else if (node.getKey() != null) {
				path = ArgumentPaths.join(path, String.valueOf(node.getKey()));
			}
			if (node.isInIterable() && current.hasContentType()) {
				current = current.getContentType();
			}
			while (current.isReferenceType()) {
				current = current.getContentType();
			}
			if (node.getKind() == ElementKind.PROPERTY && node.getName() != null) {
				BeanPropertyDefinition property = property(current, node.getName());
				path = ArgumentPaths.join(path, (property != null) ? property.getName() : node.getName());
				current = (property != null) ? property.getPrimaryType() : this.mapper.constructType(Object.class);
			}
		}
		return path;
	}

	private @Nullable BeanPropertyDefinition property(JavaType type, String name) {
		return this.mapper._deserializationContext()
			.lazyIntrospectBeanDescription(type)
			.get()
			.findProperties()
			.stream()
			.filter((property) -> property.getInternalName().equals(name))
			.findFirst()
			.orElse(null);
	}

}
