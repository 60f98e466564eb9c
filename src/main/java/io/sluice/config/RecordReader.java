package io.sluice.config;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * Reads JSON into a tree of records: a component a key, of the same name. It goes on after a problem, so that an
 * operator sees all of them at once. Components are records, lists, enums (in lower case), String, int, long, boolean,
 * {@link Duration}, {@link ByteSize}, {@link JsonPointer}, {@link Origin}, {@link Secret} or JsonObject; one that is annotated {@link Nullable} may be
 * missing. What else must hold stands in the records' compact constructors as IllegalArgumentException.
 */
final class RecordReader {
    /** Stands for a value that couldn't be read; its problem is noted already. */
    private static final Object UNREADABLE = new Object();

    private static final Set<Class<?>> WRITTEN_AS_TEXT = Set.of(ByteSize.class, JsonPointer.class, Origin.class);

    private final UnaryOperator<@Nullable String> environment;
    private final List<String> problems = new ArrayList<>();

    private RecordReader(UnaryOperator<@Nullable String> environment) {
        this.environment = environment;
    }

    /**
     * @param what        names the source in the exception
     * @param environment looks an environment variable up; null when it isn't set
     * @throws ConfigException with every problem that there is
     */
    static <R extends Record> R read(
            String what, JsonObject json, Class<R> type, UnaryOperator<@Nullable String> environment) {
        RecordReader reader = new RecordReader(environment);
        Object read = reader.record(json, type, "");
        if (!reader.problems.isEmpty()) {
            throw new ConfigException(what, reader.problems);
        }
        return type.cast(read);
    }

    private Object record(JsonObject json, Class<?> type, String path) {
        RecordComponent[] components = type.getRecordComponents();
        refuseUnknownKeys(json, components, path);
        @Nullable Object[] values = new Object[components.length];
        boolean complete = true;
        for (int i = 0; i < components.length; i++) {
            values[i] = component(json, components[i], path);
            complete &= values[i] != UNREADABLE;
        }
        return complete ? construct(type, components, values, path) : UNREADABLE;
    }

    private void refuseUnknownKeys(JsonObject json, RecordComponent[] components, String path) {
        List<String> known =
                Arrays.stream(components).map(RecordComponent::getName).toList();
        json.fieldNames().stream()
                .filter(name -> !known.contains(name))
                .forEach(name -> problem(path + name, "unknown key; known here: " + String.join(", ", known)));
    }

    private @Nullable Object component(JsonObject json, RecordComponent component, String path) {
        String key = path + component.getName();
        Object value = json.getValue(component.getName());
        if (value != null) {
            return value(value, component.getGenericType(), key);
        }
        if (component.getAnnotatedType().isAnnotationPresent(Nullable.class)) {
            return null;
        }
        return problem(key, "missing");
    }

    private Object value(Object value, Type type, String path) {
        try {
            if (type instanceof ParameterizedType list) {
                return list(cast(value, JsonArray.class, "an array"), list.getActualTypeArguments()[0], path);
            }
            Class<?> plain = (Class<?>) type;
            return plain.isRecord() && !WRITTEN_AS_TEXT.contains(plain)
                    ? record(cast(value, JsonObject.class, "an object"), plain, path + '.')
                    : scalar(value, plain);
        } catch (IllegalArgumentException | ArithmeticException e) {
            return problem(path, String.valueOf(e.getMessage()));
        }
    }

    private Object list(JsonArray array, Type element, String path) {
        List<Object> items = new ArrayList<>();
        for (int i = 0; i < array.size(); i++) {
            items.add(value(array.getValue(i), element, path + '[' + i + ']'));
        }
        return items.contains(UNREADABLE) ? UNREADABLE : List.copyOf(items);
    }

    private Object scalar(Object value, Class<?> type) {
        if (type == int.class) {
            return Math.toIntExact(wholeNumber(value));
        } else if (type == long.class) {
            return wholeNumber(value);
        } else if (type == boolean.class) {
            return cast(value, Boolean.class, "true or false");
        } else if (type == JsonObject.class) {
            return cast(value, JsonObject.class, "an object");
        }
        String text = cast(value, String.class, "a text");
        if (type == Duration.class) {
            return Durations.parse(text);
        } else if (type == ByteSize.class) {
            return ByteSize.parse(text);
        } else if (type == JsonPointer.class) {
            return new JsonPointer(text);
        } else if (type == Origin.class) {
            return new Origin(text);
        } else if (type == Secret.class) {
            return Secret.resolve(text, environment);
        }
        return type.isEnum() ? constant(text, type) : text;
    }

    private static long wholeNumber(Object value) {
        if (value instanceof Integer || value instanceof Long) {
            return ((Number) value).longValue();
        }
        throw new IllegalArgumentException("expected a whole number");
    }

    private static Object constant(String text, Class<?> type) {
        Map<String, Object> constants = new LinkedHashMap<>();
        for (Object constant : type.getEnumConstants()) {
            constants.put(((Enum<?>) constant).name().toLowerCase(Locale.ROOT), constant);
        }
        Object found = constants.get(text);
        if (found == null) {
            throw new IllegalArgumentException("expected one of " + String.join(", ", constants.keySet()));
        }
        return found;
    }

    private static <T> T cast(Object value, Class<T> type, String expected) {
        if (!type.isInstance(value)) {
            throw new IllegalArgumentException("expected " + expected);
        }
        return type.cast(value);
    }

    private Object construct(Class<?> type, RecordComponent[] components, @Nullable Object[] values, String path) {
        try {
            Class<?>[] types =
                    Arrays.stream(components).map(RecordComponent::getType).toArray(Class<?>[]::new);
            var constructor = type.getDeclaredConstructor(types);
            constructor.setAccessible(true);
            return constructor.newInstance(values);
        } catch (InvocationTargetException e) {
            problems.add(path + reason(e));
            return UNREADABLE;
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException("not a configuration record: " + type, e);
        }
    }

    private static String reason(InvocationTargetException e) {
        Throwable cause = e.getCause();
        return String.valueOf(cause == null ? e : cause.getMessage());
    }

    private Object problem(String path, String reason) {
        problems.add(path.isEmpty() ? reason : path + ": " + reason);
        return UNREADABLE;
    }
}
